import type { PlainDate } from "./dates.ts";
import { fromWhole, larger, type Minor, negate, smaller, subtract, sum, ZERO } from "./money.ts";
import type { Charge, Observation } from "./observation.ts";

/** From which surplus on a refund is made by itself (SFL 64:2 ff.; Skatteverket). */
export const PAYOUT_LIMIT = fromWhole(2_000);

/** Money on the account that may be paid out although a decided tax will need it. */
export interface PayoutRisk {
  /** What would be missing on that due date and later ones. > 0. */
  readonly amount: Minor;
  /** The first due date the money is meant for. */
  readonly dueDate: PlainDate;
}

/** Preliminary tax that is decided and not yet due: it does not hold a refund back, unlike what is due. */
const undue = (observation: Observation, today: PlainDate, horizon: PlainDate): Charge[] =>
  observation.charges
    .filter((charge) => charge.kind === "preliminary-tax" && charge.amount < 0 && charge.dueDate > today && charge.dueDate <= horizon)
    .sort((a, b) => (a.dueDate < b.dueDate ? -1 : 1));

/**
 * Whether the payout account and the blocks are worth asking for: a surplus large enough to be refunded stands beside preliminary tax not
 * yet due. Spares two calls for most accounts.
 */
export function payoutMatters(observation: Observation, today: PlainDate, horizon: PlainDate): boolean {
  return observation.settlement === "account" && observation.balance >= PAYOUT_LIMIT && undue(observation, today, horizon).length > 0;
}

/** The payout risk, or null: no surplus, nothing undue, no account registered, blocked, or the settings were not read. */
export function payoutRisk(observation: Observation, today: PlainDate, horizon: PlainDate, position: Minor): PayoutRisk | null {
  const settings = observation.payout;
  if (!settings?.payoutAccount || !payoutMatters(observation, today, horizon)) return null;
  const taxes = undue(observation, today, horizon);
  const first = taxes[0];
  if (!first) return null;
  const holding = settings.blocks.filter((block) => block.from <= today && (block.to === undefined || block.to >= first.dueDate));
  if (holding.some((block) => block.total)) return null;
  const free = subtract(position, sum(holding.map((block) => block.amount ?? ZERO)));
  if (free < PAYOUT_LIMIT) return null;
  const amount = smaller(free, larger(ZERO, negate(sum(taxes.map((tax) => tax.amount)))));
  return amount > 0 ? { amount, dueDate: first.dueDate } : null;
}
