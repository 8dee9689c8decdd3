import type { PlainDate } from "@saldovakt/domain";
import type { Entry, Standing } from "./entry.ts";
import type { SimulatedCompany } from "./types.ts";
import type { WireHabits } from "./wire.ts";

/** One company's account, as the authority holds it. */
export interface Account {
  readonly company: SimulatedCompany;
  /** False: felkod 3. */
  readonly registered: boolean;
  readonly wire: WireHabits;
  /** The number of its n-th payment that somebody made by hand. */
  paymentId(n: number): number;
  /** How it stands at the end of a day, payments made by hand included. */
  standing(today: PlainDate, payments: readonly Entry[]): Standing;
}
