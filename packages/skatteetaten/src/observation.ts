import {
  type Charge,
  dateIn,
  type Instant,
  type Minor,
  negate,
  type Observation,
  type PlainDate,
  subtract,
  sum,
  type Warning,
  ZERO,
} from "@saldovakt/domain";
import { kindOf, textOf } from "./claim.ts";
import { fault } from "./faults.ts";
import { destinationOf, PAYEE } from "./payee.ts";
import { type Dated, totalsWarnings } from "./totals.ts";
import { amountOf, dayOf, unsigned } from "./values.ts";
import type { WireClaim, WireDue, WireOpenClaims } from "./wire.ts";

const ANSWER = "aapnekrav";

/** What one claim comes to. */
interface Reckoned {
  readonly charges: readonly Charge[];
  readonly warnings: readonly Warning[];
  /** What is unpaid of it; negative for a credit. */
  readonly remaining: Minor;
  /** The same as the claim itself states it, which may differ. */
  readonly stated: Minor;
  /** Every part with its due date; null where one of either is missing. */
  readonly dated: readonly Dated[] | null;
  readonly interest: Minor;
}

/** What is unpaid of each due date; where one of them does not say, what the others leave of the whole claim, unless that is less than nothing. */
function remainingOf(dues: readonly WireDue[], claim: WireClaim): readonly (Minor | undefined)[] {
  const given = dues.map((due) => amountOf(due.gjenstaaendeBeloep));
  const known = given.filter((amount) => amount !== undefined);
  const whole = amountOf(claim.gjenstaaendeBeloep);
  if (whole === undefined || known.length !== dues.length - 1) return given;
  const rest = subtract(whole, sum(known));
  return rest < 0 && known.length > 0 ? given : given.map((amount) => amount ?? rest);
}

function reckon(claim: WireClaim, index: number): Reckoned {
  const dues = claim.kravforfall ?? [];
  const charges: Charge[] = [];
  const warnings: Warning[] = [];
  const parts: Minor[] = [];
  const days: (PlainDate | undefined)[] = [];
  const decidedOn = dayOf(claim.opprettelsesdatoForKrav, ANSWER, `aapentKravMedGjenstaaendeBeloep[${index}].opprettelsesdatoForKrav`);
  const amounts = remainingOf(dues, claim);
  for (const [at, due] of dues.entries()) {
    const place = `aapentKravMedGjenstaaendeBeloep[${index}].kravforfall[${at}].forfallsdato`;
    const dueDate = dayOf(due.forfallsdato, ANSWER, place);
    days.push(dueDate);
    const remaining = amounts[at];
    if (remaining === undefined) {
      warnings.push({ code: "CHARGE_WITHOUT_AMOUNT", ...(dueDate === undefined ? {} : { date: dueDate }) });
      continue;
    }
    parts.push(remaining);
    if (remaining < 0) warnings.push({ code: "CREDIT_CLAIM", amount: remaining, ...(dueDate === undefined ? {} : { date: dueDate }) });
    if (remaining <= 0) continue;
    if (dueDate === undefined) {
      warnings.push({ code: "CHARGE_WITHOUT_DUE_DATE", amount: remaining });
      continue;
    }
    const { payTo, unusual } = destinationOf(due);
    warnings.push(...unusual.map((code) => ({ code, date: dueDate, amount: remaining })));
    charges.push({
      dueDate,
      amount: negate(remaining),
      text: textOf(claim),
      kind: kindOf(claim),
      ...(decidedOn === undefined ? {} : { decidedOn }),
      estimated: false,
      payTo,
    });
  }
  const stated = amountOf(claim.gjenstaaendeBeloep);
  // Only claims with something unpaid are listed: one that says neither how much nor when is no all-clear.
  if (dues.length === 0 && stated === undefined) warnings.push({ code: "CHARGE_WITHOUT_AMOUNT" });
  const remaining = parts.length > 0 ? sum(parts) : (stated ?? ZERO);
  if (dues.length === 0 && remaining < 0) warnings.push({ code: "CREDIT_CLAIM", amount: remaining });
  if (dues.length === 0 && remaining > 0) warnings.push({ code: "CHARGE_WITHOUT_DUE_DATE", amount: remaining });
  if (stated !== undefined && parts.length === dues.length && remaining !== stated) {
    warnings.push({ code: "TOTALS_MISMATCH", amount: unsigned(subtract(remaining, stated)) });
  }
  const dated = parts.length === dues.length && dues.length > 0 && days.every((day) => day !== undefined);
  return {
    charges,
    warnings,
    remaining,
    stated: stated ?? remaining,
    dated: dated ? parts.map((amount, at) => ({ amount, day: days[at] as PlainDate })) : null,
    interest: amountOf(claim.stipulerteRenter) ?? ZERO,
  };
}

/** The same sentence, with the same amount, is said once. */
const once = (warnings: readonly Warning[]): Warning[] =>
  warnings.filter(
    ({ code, amount }, at) =>
      !code.endsWith("_MISMATCH") || warnings.findIndex((each) => each.code === code && each.amount === amount) === at,
  );

/**
 * The open claims as an Observation: every due date with something unpaid is a charge that is paid by itself, to its own account with its own KID.
 * There is no balance: what is missing is what is unpaid at the due date. Credits and payments not placed on a claim cover nothing and are warned of
 * (`CREDIT_CLAIM`, `UNPLACED_PAYMENT`), as are `CHARGE_WITHOUT_AMOUNT`, `CHARGE_WITHOUT_DUE_DATE`, `KID_UNUSUAL`, `ACCOUNT_UNUSUAL`, `ACCOUNT_MISSING`,
 * and sums that do not agree with the stated totals (`TOTALS_MISMATCH`, `INTEREST_MISMATCH`, `UNPLACED_MISMATCH`). The source has no stamp: the moment of reading is its.
 * Throws `SKE_WITHHELD` where the figures are shielded and nothing is listed: an empty list would look like nothing to pay.
 */
export function observationOf(wire: WireOpenClaims, readAt: Instant): Observation {
  const claims = wire.aapentKravMedGjenstaaendeBeloep ?? [];
  if (wire.skjermet === true && claims.length === 0) throw fault("SKE_WITHHELD");
  const reckoned = claims.map(reckon);
  const today = dateIn(readAt, "Europe/Oslo");
  const interest = sum(reckoned.map((each) => each.interest));
  const unplaced = (wire.innbetalingMedUplassertBeloep ?? []).flatMap((payment): Warning[] => {
    const unplaced = amountOf(payment.uplassertBeloep);
    const date = dayOf(payment.innbetalingsdato, ANSWER, "innbetalingMedUplassertBeloep.innbetalingsdato");
    if (unplaced === ZERO) return [];
    return [
      {
        code: "UNPLACED_PAYMENT",
        ...(unplaced === undefined ? {} : { amount: unsigned(unplaced) }),
        ...(date === undefined ? {} : { date }),
      },
    ];
  });
  return {
    source: "skatteetaten",
    currency: "NOK",
    settlement: "charge",
    balance: ZERO,
    enforcementBalance: ZERO,
    accruedInterest: negate(interest),
    nextReconciliation: null,
    asOf: readAt,
    readAt,
    charges: reckoned.flatMap(({ charges }) => charges),
    payTo: PAYEE,
    history: [],
    historyFrom: today,
    warnings: once([
      ...reckoned.flatMap(({ warnings }) => warnings),
      ...unplaced,
      ...totalsWarnings(
        wire,
        claims.map((claim, at) => ({ ...(reckoned[at] as Reckoned), group: claim.kravgruppe ?? null })),
        today,
      ),
      ...(wire.skjermet === true ? [{ code: "DATA_WITHHELD" }] : []),
    ]),
  };
}
