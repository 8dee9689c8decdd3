import { inputError, type Minor, type PlainDate, parseDecimal, plainDate } from "@saldovakt/domain";

/** What people type into a form, read as kindly as can be without guessing. */

/** More than any account ever held: a slip of the finger. */
const MOST = 1_000_000_000_000;

/**
 * An amount as people write it: `12500`, `12 500`, `12.500`, `12,500.50`, `12 500,50 kr`. Three digits after a sign group thousands, one or two are decimals, so
 * no form has two meanings. Throws `AMOUNT_TYPED` for anything else, for zero and for what is beyond any account.
 */
export function typedAmount(text: string): Minor {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(/^(?:sek|nok|kr)|(?:sek|nok|kr\.?|:-)$/gi, "");
  const grouped = /^(\d{1,3})((?:([.,'’])\d{3})(?:\3\d{3})*)(?:[.,](\d{1,2}))?$/.exec(bare);
  const plain = /^(\d{1,15})(?:[.,](\d{1,2}))?$/.exec(bare);
  const [whole, fraction] = grouped ? [`${grouped[1]}${grouped[2]?.replace(/\D/g, "")}`, grouped[4]] : [plain?.[1], plain?.[2]];
  if (whole === undefined) throw amountTyped();
  const amount = parseDecimal(fraction === undefined ? whole : `${whole}.${fraction}`);
  if (amount <= 0 || amount > MOST * 100) throw amountTyped();
  return amount;
}

const amountTyped = (): Error => inputError("AMOUNT_TYPED", "an amount was not understood", "write it as 12500 or 12500,50");

/** A day as a browser's date field sends it, or typed: `2026-12-14`, `20261214`, `261214`. Throws `DATE_INVALID`. */
export function typedDay(text: string): PlainDate {
  const bare = text.trim();
  const compact = /^(\d{2})?(\d{2})(\d{2})(\d{2})$/.exec(bare);
  return plainDate(compact ? `${compact[1] ?? "20"}${compact[2]}-${compact[3]}-${compact[4]}` : bare);
}
