import { addDays, monthOf, type PlainDate, weekday, yearOf, ymd } from "./dates.ts";
import { balanceAtEndOf, negativeSince } from "./history.ts";
import { projectInterest, swedishRates } from "./interest.ts";
import { fromWhole, type Minor, negate } from "./money.ts";
import type { Observation } from "./observation.ts";

/** What the authority does at a reconciliation: nothing, betalningsuppmaning, betalningskrav, or hand the debt to Kronofogden. */
export type CollectionStep = "none" | "reminder" | "demand" | "enforcement";

export interface DeficitOutlook {
  /** > 0. */
  readonly amount: Minor;
  /** The day the deficit arose, as far as the rows tell. */
  readonly since: PlainDate;
  /** The source's own figure so far, ≤ 0; the truth, unlike the next. */
  readonly interestSoFar: Minor;
  /** An estimate: what one more day costs, at the rate known today. */
  readonly interestPerDay: Minor;
  readonly nextStep: CollectionStep;
  /** The reconciliation at which it is taken. */
  readonly nextStepOn: PlainDate | null;
}

/**
 * From which deficit on each step is taken for businesses (Skatteverket's published limits). Those for private
 * persons, 100 and 2 000 kronor, never apply here: the service lists businesses only.
 */
export const COLLECTION_LIMITS = { reminder: fromWhole(2_000), demand: fromWhole(10_000) } as const;

/** The first Saturday of the month before: reconciliation takes place on the month's first weekend. */
function reconciliationBefore(next: PlainDate): PlainDate {
  const first = ymd(yearOf(next), monthOf(next) - 1, 1);
  return addDays(first, (6 - weekday(first) + 7) % 7);
}

/** What a deficit of `position` (< 0) costs and brings, from what the source said. */
export function deficitOutlook(observation: Observation, position: Minor, today: PlainDate): DeficitOutlook {
  const amount = negate(position);
  const overdue = observation.charges.filter((charge) => charge.amount < 0 && charge.dueDate < today).map((charge) => charge.dueDate);
  const since = negativeSince(observation) ?? overdue.sort()[0] ?? today;
  const next = observation.nextReconciliation;
  return {
    amount,
    since,
    interestSoFar: observation.accruedInterest,
    interestPerDay: projectInterest(amount, today, addDays(today, 1), (date) => swedishRates(date).high),
    nextStep: stepAt(observation, amount, next),
    nextStepOn: next,
  };
}

function stepAt(observation: Observation, amount: Minor, next: PlainDate | null): CollectionStep {
  if (amount < COLLECTION_LIMITS.reminder) return "none";
  if (amount < COLLECTION_LIMITS.demand) return "reminder";
  // A demand was made at the last reconciliation if the deficit was as large then; what is still open at the next is handed over.
  const demanded = next !== null && balanceAtEndOf(observation, reconciliationBefore(next)) <= -COLLECTION_LIMITS.demand;
  return demanded ? "enforcement" : "demand";
}
