import { type Account, type Appointee, type Appointment, appointmentOf, inputError } from "@saldovakt/domain";
import type { AccountBook } from "./accounts.ts";
import type { AccountList, Clock, WatchedAccount } from "./ports.ts";

/** How an account stands with its owner's permission. */
export const appointment = ({ account, summary }: WatchedAccount, { organisation }: Pick<Appointee, "organisation">): Appointment =>
  appointmentOf(account, summary !== null, organisation);

export interface AppointmentLine {
  readonly account: Account;
  readonly appointment: Appointment;
}

const RANK: Readonly<Record<Appointment["state"], number>> = {
  withdrawn: 0,
  missing: 1,
  asked: 2,
  "not-asked": 3,
  granted: 4,
  "not-needed": 5,
};

/** The accounts for which a permission is of any meaning, those that wait for somebody first, then by name. */
export async function appointments(list: AccountList, appointee: Appointee): Promise<readonly AppointmentLine[]> {
  const lines: AppointmentLine[] = [];
  for await (const watched of list.accounts()) {
    const { account } = watched;
    if (account.source === "skatteverket" && account.reading !== "statement")
      lines.push({ account, appointment: appointment(watched, appointee) });
  }
  return lines.sort((a, b) => RANK[a.appointment.state] - RANK[b.appointment.state] || a.account.name.localeCompare(b.account.name, "sv"));
}

/**
 * Writes down that the account's owner was asked for permission, now. Asked again, the later moment stands. Resolves to the account as it now is. Throws
 * `OMBUD_NOT_NEEDED` (input) for an account that needs nobody's, and `ACCOUNT_UNKNOWN`.
 */
export async function askedForPermission(
  watched: WatchedAccount,
  appointee: Appointee,
  ports: { readonly book: Pick<AccountBook, "updateAccount">; readonly clock: Clock },
): Promise<WatchedAccount> {
  const { account } = watched;
  requireClient(appointment(watched, appointee));
  const ombud = { at: ports.clock.now(), link: appointee.link.kind };
  if (!(await ports.book.updateAccount(account.id, { ombud }))) {
    throw inputError("ACCOUNT_UNKNOWN", "the account is not watched", "list the accounts to see which are");
  }
  return { ...watched, account: { ...account, ombud } };
}

/** Throws `OMBUD_NOT_NEEDED` where no client's permission is of any use. */
export function requireClient({ state, waitsFor }: Appointment): void {
  if (state !== "not-needed" && waitsFor !== "certificate") return;
  throw inputError(
    "OMBUD_NOT_NEEDED",
    "nobody's permission is needed to read this account",
    "ombud are for other companies' Swedish accounts that are read at Skatteverket; what is refused of one's own is the certificate's fault",
  );
}
