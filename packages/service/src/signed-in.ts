import { type Account, type Forecast, NOT_AUTHORISED, type Observation, READ_BY_SIGN_IN, SaldovaktError } from "@saldovakt/domain";
import type { AccountBook } from "./accounts.ts";
import { freshForecast } from "./answer.ts";
import type { WatchPorts } from "./watch.ts";

export interface SignedInPorts extends WatchPorts {
  readonly book: Pick<AccountBook, "updateAccount">;
}

/**
 * Whether somebody may read the account by signing in at the authority: where nobody has let us read it, or its last reading was one by sign-in. One that
 * statements are brought for stays with them.
 */
export const mayBeSignedInFor = ({ source, reading, permission }: Account, last: Pick<Observation, "warnings"> | null): boolean => {
  const bySignIn = last?.warnings.some(({ code }) => code === READ_BY_SIGN_IN);
  return (
    source === "skatteverket" &&
    (reading === "interactive" || (reading === undefined && (last === null || bySignIn === true || permission?.refusedSince !== undefined)))
  );
};

/**
 * Reads with the sign-in that stands, and has the account read by sign-in alone from now on. Whoever may not read it changes nothing: `SKV_NOT_AUTHORISED`. Throws what a
 * fresh reading throws.
 */
export async function readSignedIn(account: Account, ports: SignedInPorts): Promise<Forecast> {
  const { book } = ports;
  await book.updateAccount(account.id, { reading: "interactive" });
  try {
    return await freshForecast({ ...account, reading: "interactive" }, ports);
  } catch (thrown) {
    const refused = thrown instanceof SaldovaktError && thrown.code === NOT_AUTHORISED;
    if (refused && account.reading !== "interactive") await book.updateAccount(account.id, { reading: null });
    throw thrown;
  }
}

/** From now on the account is read every day again, by us. */
export const readDailyAgain = async (account: Account, { book }: Pick<SignedInPorts, "book">): Promise<void> => {
  if (account.reading === "interactive") await book.updateAccount(account.id, { reading: null });
};
