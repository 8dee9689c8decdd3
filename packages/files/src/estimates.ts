import type { DueDate, ForecastCharge, Minor } from "@saldovakt/domain";

/** What a due date would come to with the charges that history says will come. */
export interface WithEstimates {
  readonly change: Minor;
  readonly balanceAfter: Minor;
  readonly shortfall: Minor;
}

/** Absent where nothing up to and including the due date is estimated. */
export const withEstimates = (entry: DueDate & { readonly withEstimates?: WithEstimates }): WithEstimates | undefined =>
  entry.withEstimates;

/** The range an estimate is expected in. */
export const rangeOf = (charge: ForecastCharge & { readonly low?: Minor; readonly high?: Minor }): { low?: Minor; high?: Minor } => ({
  ...(charge.low === undefined ? {} : { low: charge.low }),
  ...(charge.high === undefined ? {} : { high: charge.high }),
});
