import { addDays, type Minor, type PlainDate, subtract, sum, type Warning, ZERO } from "@saldovakt/domain";
import { amountOf, unsigned } from "./values.ts";
import type { WireOpenClaims } from "./wire.ts";

/** What is unpaid of one due date; negative for a credit. */
export interface Dated {
  readonly day: PlainDate;
  readonly amount: Minor;
}

/** What one claim comes to, as far as totals are about it. */
export interface Counted {
  readonly group: string | null;
  /** What its due dates add up to, and what the claim itself states. */
  readonly remaining: Minor;
  readonly stated: Minor;
  /** Null where a due date or its amount is missing. */
  readonly dated: readonly Dated[] | null;
  readonly interest: Minor;
}

/** Whether a claim has fallen due is certain so many days on either side of today: a due date on a day off moves, and the day itself is no one's. */
const UNSURE_DAYS = 7;

const apart = (code: string, a: Minor, b: Minor): Warning[] => (a === b ? [] : [{ code, amount: unsigned(subtract(a, b)) }]);

/** What has fallen due of these claims and what has not; null where that is not certain. */
function byDay(claims: readonly Counted[], today: PlainDate): { readonly due: Minor; readonly notDue: Minor } | null {
  const parts: Dated[] = [];
  for (const { dated } of claims) {
    if (dated === null) return null;
    parts.push(...dated);
  }
  const unsure = ({ day, amount }: Dated): boolean =>
    amount < 0 || (day >= addDays(today, -UNSURE_DAYS) && day <= addDays(today, UNSURE_DAYS));
  if (parts.some(unsure)) return null;
  const of = (past: boolean): Minor => sum(parts.filter(({ day }) => day < today === past).map(({ amount }) => amount));
  return { due: of(true), notDue: of(false) };
}

interface Sums {
  readonly sumForfalteKrav?: number | null | undefined;
  readonly sumIkkeForfalteKrav?: number | null | undefined;
  readonly sumStipulerteRenter?: number | null | undefined;
  readonly saldo?: number | null | undefined;
}

/** One set of sums against the claims they are of. Only what is stated is compared: a sum that is missing is not nought. */
function compared(sums: Sums, claims: readonly Counted[], unplaced: Minor, today: PlainDate): Warning[] {
  const [due, notDue, interest, saldo] = [sums.sumForfalteKrav, sums.sumIkkeForfalteKrav, sums.sumStipulerteRenter, sums.saldo].map(
    amountOf,
  );
  const warnings: Warning[] = [];
  const certain = byDay(claims, today);
  const listed = sum(claims.map(({ remaining }) => remaining));
  // Claims that differ from their own due dates are warned of by themselves.
  const own = sum(claims.map(({ stated }) => stated));
  const whole = due === undefined || notDue === undefined ? undefined : sum([due, notDue]);
  if (whole !== undefined && whole !== listed && whole !== own) warnings.push(...apart("TOTALS_MISMATCH", listed, whole));
  else if (certain && listed === own) {
    const [fallen] = [
      apart("TOTALS_MISMATCH", due ?? certain.due, certain.due),
      apart("TOTALS_MISMATCH", notDue ?? certain.notDue, certain.notDue),
    ].flat();
    if (fallen) warnings.push(fallen);
  }
  if (interest !== undefined) warnings.push(...apart("INTEREST_MISMATCH", interest, sum(claims.map((claim) => claim.interest))));
  if (warnings.length === 0 && saldo !== undefined) {
    const accrued = interest ?? sum(claims.map((claim) => claim.interest));
    const parts = (whole === undefined ? [listed, own] : [whole]).map((claimed) => sum([claimed, accrued]));
    // Money that lies on no claim may be counted or not.
    const agrees = parts.some((each) => saldo === each || saldo === subtract(each, unplaced));
    if (!agrees) warnings.push(...apart("TOTALS_MISMATCH", saldo, parts[0] ?? ZERO));
  }
  return warnings;
}

/**
 * Compares the authority's own totals, over all and by group, with the sums of what it lists, and with each other: a difference means that something is
 * missing from one of them.
 */
export function totalsWarnings(wire: WireOpenClaims, claims: readonly Counted[], today: PlainDate): Warning[] {
  const total = wire.totalOversikt ?? {};
  const payments = wire.innbetalingMedUplassertBeloep ?? [];
  const unplaced = sum(payments.map(({ uplassertBeloep }) => unsigned(amountOf(uplassertBeloep) ?? ZERO)));
  const lying = amountOf(total.sumUplasserteInnbetalinger);
  const groups = claims.every(({ group }) => group !== null) ? (wire.oversiktPerKravgruppe ?? []) : [];
  return [
    ...compared(total, claims, unplaced, today),
    ...groups.flatMap(({ kravgruppe, ...sums }) =>
      kravgruppe == null
        ? []
        : compared(
            sums,
            claims.filter(({ group }) => group === kravgruppe),
            ZERO,
            today,
          ),
    ),
    ...(lying === undefined || payments.some((each) => each.uplassertBeloep == null)
      ? []
      : apart("UNPLACED_MISMATCH", unsigned(lying), unplaced)),
  ];
}
