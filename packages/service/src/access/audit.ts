import { type AccountId, type Action, type AuditRecord, CHANGES, type ChangeCode, type Instant, toSaldovaktError } from "@saldovakt/domain";
import type { RandomBytes } from "../link.ts";
import type { AuditLog } from "./ports.ts";

/** Who does something, as it is kept. */
export interface Actor {
  readonly principal: AuditRecord["principal"];
  readonly onBehalfOf?: AccountId;
  readonly requestId?: string;
}

/** What is done, and to what. */
export interface Deed {
  readonly action: Action;
  /** Which of the things the action stands for. */
  readonly changes?: readonly ChangeCode[];
  readonly account?: AccountId | null;
  readonly about?: string;
}

export interface Auditor {
  /** Before it is done. A change is on disk when this resolves. */
  permitted(actor: Actor, deed: Deed): Promise<void>;
  refused(actor: Actor, deed: Deed, reason: string): Promise<void>;
  /** What an authority says of a program of others, and why, also where it was permitted: each time it is asked anew, and what it said before once an hour. */
  judged(
    actor: Actor,
    deed: Deed,
    said: { readonly outcome: "permitted" | "refused"; readonly reason: string; readonly anew: boolean },
  ): Promise<void>;
  /** After it was permitted and came to nothing. */
  failed(actor: Actor, deed: Deed, reason: string): Promise<void>;
}

/** A moment to the hour: 2026-11-23T09. */
const HOUR = 13;
/** Lines of an hour that are remembered in order not to be written again. Beyond it all are forgotten, which costs writing them once more. */
const MOST_REMEMBERED = 50_000;
const ID_BYTES = 8;
/** Hex digits of a line's place among those of its moment: 16 million. */
const PLACE_DIGITS = 6;

/**
 * Keeps who did what. Changes are written each time; readings and refusals of the same kind once an hour and process, so that a program that asks every minute
 * neither hides what people do nor costs a write each time. Whoever cannot be written down does nothing: faults of the log are thrown.
 */
export function auditor(log: AuditLog, now: () => Instant, random: RandomBytes): Auditor {
  let hour = "";
  let moment = "";
  let place = 0;
  const written = new Map<string, Promise<void>>();

  /** Lists sort by moment, then id: lines of one millisecond stand in the order in which they were written. */
  const idAt = (at: Instant): string => {
    place = at === moment ? place + 1 : 0;
    moment = at;
    return `aud_${place.toString(16).padStart(PLACE_DIGITS, "0")}${Buffer.from(random(ID_BYTES)).toString("hex")}`;
  };

  const put = (at: Instant, actor: Actor, deed: Deed, outcome: AuditRecord["outcome"], reason: string | null, how?: "lightly") => {
    const { principal, onBehalfOf, requestId } = actor;
    const { action, changes = [], account, about } = deed;
    const record: AuditRecord = {
      id: idAt(at),
      at,
      principal: { kind: principal.kind, id: principal.id },
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      action,
      ...(changes.length === 0 ? {} : { changes }),
      ...(account ? { account } : {}),
      ...(about === undefined ? {} : { about }),
      outcome,
      ...(reason === null ? {} : { reason }),
      ...(requestId === undefined ? {} : { requestId }),
    };
    return how ? log.putAudit(record, how) : log.putAudit(record);
  };

  /** `anew`: what stands already is written again, and counts from now on. */
  function hourly(actor: Actor, deed: Deed, outcome: AuditRecord["outcome"], reason: string | null, anew = false): Promise<void> {
    const at = now();
    const current = at.slice(0, HOUR);
    if (current !== hour || written.size >= MOST_REMEMBERED) {
      written.clear();
      hour = current;
    }
    const { principal, onBehalfOf } = actor;
    const { action, changes, account, about } = deed;
    const name = `${principal.kind} ${principal.id} ${onBehalfOf} ${action} ${changes} ${account} ${about} ${outcome} ${reason}`;
    const standing = written.get(name);
    if (standing && !anew) return standing;
    const writing = put(at, actor, deed, outcome, reason, "lightly").catch((fault) => {
      if (written.get(name) === writing) written.delete(name);
      throw fault;
    });
    written.set(name, writing);
    return writing;
  }

  return {
    permitted: (actor, deed) =>
      CHANGES.has(deed.action) || deed.changes !== undefined
        ? put(now(), actor, deed, "permitted", null)
        : hourly(actor, deed, "permitted", null),
    refused: (actor, deed, reason) => hourly(actor, deed, "refused", reason),
    judged: (actor, deed, { outcome, reason, anew }) => hourly(actor, deed, outcome, reason, anew),
    failed: (actor, deed, reason) => put(now(), actor, deed, "failed", reason, "lightly"),
  };
}

/** Does what was permitted, and writes down that it was, and if it came to nothing. Throws what the work throws, and what the log throws before it. */
export async function audited<T>(audit: Auditor, actor: Actor, deed: Deed, work: () => Promise<T>): Promise<T> {
  await audit.permitted(actor, deed);
  try {
    return await work();
  } catch (thrown) {
    // That it was permitted stands already; a log that fails now shall not hide what went wrong.
    await audit.failed(actor, deed, toSaldovaktError(thrown).code).catch(() => {});
    throw thrown;
  }
}
