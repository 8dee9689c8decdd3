import {
  type Account,
  type Appointee,
  type Appointment,
  appointmentOf,
  type ClientLink,
  epochMs,
  forClient,
  type Instant,
  inputError,
} from "@saldovakt/domain";
import type { AccountBook, AccountBookChange } from "./accounts.ts";
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
  const at = ports.clock.now();
  const ombud = { at, link: forClient(appointee, account, at).link.kind };
  await keep(account, { ombud }, ports.book);
  return { ...watched, account: { ...account, ombud } };
}

/** Whoever makes links into the e-service for single clients. */
export interface ClientLinks {
  /** One in which the role is chosen already. `identity`: the client's, twelve digits. */
  link(identity: string): Promise<ClientLink>;
}

/** A kept link that holds for as long as this is handed out again: a client is not answered within the day. */
const LEAST_MS = 7 * 86_400_000;

/**
 * A link of the client's own, made now, unless one that was made before holds for another week. Resolves to the account as it now is. Throws
 * `OMBUD_NOT_NEEDED` and `OMBUD_ON_PAPER` (input), `ACCOUNT_UNKNOWN`, and what `links` throws.
 */
export async function clientLinkFor(
  watched: WatchedAccount,
  appointee: Appointee,
  ports: { readonly book: Pick<AccountBook, "updateAccount">; readonly links: ClientLinks; readonly now: () => Instant },
): Promise<WatchedAccount> {
  const { account } = watched;
  const stands = appointment(watched, appointee);
  requireClient(stands);
  if (stands.owner === "estate") {
    throw inputError(
      "OMBUD_ON_PAPER",
      "the e-service does not take estates of the deceased",
      "send the letter, which says how it is done on paper",
    );
  }
  const kept = account.appointing?.link;
  if (kept && epochMs(kept.expiresAt) - epochMs(ports.now()) > LEAST_MS) return watched;
  const appointing = { ...account.appointing, link: await ports.links.link(account.identity) };
  await keep(account, { appointing }, ports.book);
  return { ...watched, account: { ...account, appointing } };
}

/** Writes down that the page for the account's owner was opened, the first time only. Does nothing where the account is gone. */
export async function appointPageOpened(
  { id, appointing }: Account,
  ports: { readonly book: Pick<AccountBook, "updateAccount">; readonly now: () => Instant },
): Promise<void> {
  if (appointing?.openedAt === undefined) await ports.book.updateAccount(id, { appointing: { ...appointing, openedAt: ports.now() } });
}

async function keep({ id }: Account, change: AccountBookChange, book: Pick<AccountBook, "updateAccount">): Promise<void> {
  if (await book.updateAccount(id, change)) return;
  throw inputError("ACCOUNT_UNKNOWN", "the account is not watched", "list the accounts to see which are");
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
