import { fromWhole, type PayoutBlock } from "@saldovakt/domain";
import { isObject, type Json } from "@saldovakt/http";
import { unexpected } from "./faults.ts";
import type { PayoutBlocksAnswer } from "./results.ts";
import { optionalDate, type Place, requiredDate, stampOf } from "./translate.ts";
import { readSparr, readUtbetalningssparrar } from "./wire.ts";

const ANSWER = "utbetalningssparrar";

/**
 * The array of blocks, by what it is and not by its name, which no documentation gives: the one array of the answer beside the announcements. Of
 * several, the one whose entries carry a `sparridentitet`; if that does not settle it, the answer is not understood. No array: no blocks.
 */
function blocksOf(json: Json): readonly [name: string, rows: readonly unknown[]] {
  const arrays = Object.entries(json).filter(
    (entry): entry is [string, unknown[]] => entry[0] !== "informationstext" && Array.isArray(entry[1]),
  );
  const [only, ...others] = arrays;
  if (!only) return [ANSWER, []];
  if (others.length === 0) return only;
  const filled = arrays.filter(([, rows]) => rows.length > 0);
  if (filled.length === 0) return only;
  const blocks = filled.filter(([, rows]) => rows.every((row) => isObject(row) && "sparridentitet" in row));
  const [chosen, ...rest] = blocks;
  if (!chosen || rest.length > 0) throw unexpected(ANSWER, ANSWER);
  return chosen;
}

function block(row: unknown, index: number): PayoutBlock {
  const place = (field: string): Place => [ANSWER, ANSWER, index, field];
  if (!isObject(row)) throw unexpected(ANSWER, `${ANSWER}[${index}]`);
  const wire = readSparr(row, [ANSWER, index]);
  const to = optionalDate(wire.datumTom, place("datumTom"));
  const total = typeof wire.totalsparr === "string" ? wire.totalsparr.trim().toLowerCase() === "true" : wire.totalsparr === true;
  return {
    id: String(wire.sparridentitet ?? ""),
    from: requiredDate(wire.datumFrom, place("datumFrom")),
    ...(to !== undefined && { to }),
    // A total block holds everything: an amount beside it means nothing.
    ...(!total && wire.sparrbelopp != null && { amount: fromWhole(wire.sparrbelopp) }),
    total,
  };
}

/** Reads the payout blocks. Errors call the array `utbetalningssparrar`, whatever the answer calls it. */
export function payoutBlocksAnswer(json: Json): PayoutBlocksAnswer {
  const stamp = stampOf(ANSWER, readUtbetalningssparrar(json));
  const [, rows] = blocksOf(json);
  return { ...stamp, blocks: rows.map(block) };
}
