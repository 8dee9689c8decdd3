import { randomBytes } from "node:crypto";
import {
  type Account,
  type Appointee,
  type Appointment,
  appointmentText,
  clientLinkOf,
  dateIn,
  forClient,
  type Instant,
  ombudLetter,
  SaldovaktError,
} from "@saldovakt/domain";
import {
  appointLink,
  appointment,
  appointments,
  askedForPermission,
  clientLinkFor,
  linkKey,
  requireClient,
  type WatchedAccount,
} from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import type { Loaded } from "../load.ts";
import { letter as broken, table, wrap } from "../table.ts";
import { appointeeFor } from "../wiring/appointee.ts";
import { withClientLinks } from "../wiring/client-links.ts";
import { noted } from "../wiring/noted.ts";
import { requireAccount, sharedSlots, watchedAccounts, withState } from "../wiring/state.ts";

const STATES: Readonly<Record<Appointment["state"], string>> = {
  "not-needed": "own account",
  "not-asked": "not asked",
  asked: "asked",
  granted: "granted",
  missing: "missing",
  withdrawn: "withdrawn",
};

function lineDocument(
  { id, name, appointing }: Account,
  { state, owner, waitsFor, asked, refusedSince, readBefore, grantedAt }: Appointment,
) {
  return { id, name, state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt, openedAt: appointing?.openedAt ?? null };
}

/** The account with a link of the client's own, where somebody makes such; where it is refused, why, and the account as it was. */
async function withOwnLink(
  watched: WatchedAccount,
  appointee: Appointee,
  { context, store, loaded }: { readonly context: Context; readonly store: Store; readonly loaded: Loaded },
): Promise<{ readonly watched: WatchedAccount; readonly refused: SaldovaktError | null }> {
  const { state, waitsFor, owner } = appointment(watched, appointee);
  if (owner === "estate" || (waitsFor !== "client" && state !== "not-asked")) return { watched, refused: null };
  try {
    return await withClientLinks(context, loaded, sharedSlots(store), async (links) => {
      const made = links && (await clientLinkFor(watched, appointee, { book: store, links, now: context.real.now }));
      return { watched: made ? { ...watched, ...made } : watched, refused: null };
    });
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError)) throw thrown;
    return { watched, refused: thrown };
  }
}

/** The page for the client on which the same stands, where our pages are reached from elsewhere and know whom to name. */
async function pageFor(account: Account, store: Store, { configuration }: Loaded, now: Instant): Promise<string | null> {
  const { publicUrl, skatteverket } = configuration;
  if (publicUrl === undefined || skatteverket?.ombud?.organisation === undefined) return null;
  return appointLink(publicUrl, await linkKey(store, randomBytes), account.id, now);
}

/** Prints where a client appoints us and what to write to them. Throws `ACCOUNT_UNKNOWN` and `OMBUD_NOT_NEEDED` (input). */
export async function ombudLink(context: Context, text: string, options: { asked: boolean; json: boolean }): Promise<undefined> {
  await withState(context, async (store, loaded) => {
    const everybodys = await appointeeFor(context, loaded);
    const found = await requireAccount(store, text.trim());
    requireClient(appointment(found, everybodys));
    const { refused, ...made } = await withOwnLink(found, everybodys, { context, store, loaded });
    let { watched } = made;
    const now = context.real.now();
    const appointee = forClient(everybodys, watched.account, now);
    if (options.asked) {
      const [before, ports] = [watched, { book: store, clock: context.clock }];
      const deed = { action: "account.change", changes: ["permission-asked"], account: before.account.id } as const;
      watched = { ...before, ...(await noted(store, context, deed, () => askedForPermission(before, appointee, ports))) };
    }
    const { account } = watched;
    const stands = appointment(watched, appointee);
    const page = await pageFor(account, store, loaded, now);
    const letterIn = (language: "sv" | "en") => ombudLetter(stands, account, appointee, language, page);
    const letters = { sv: letterIn("sv"), en: letterIn("en") };
    if (refused) context.stderr.lines(...wrap(withoutLink(refused)), "");
    if (options.json) {
      const { link, organisation, name } = appointee;
      const { steps } = appointmentText(stands, appointee, "en");
      return printJson(context, {
        ...lineDocument(account, stands),
        link,
        page,
        appointee: { organisation, name },
        steps,
        letter: letters,
      });
    }
    context.stdout.lines(
      appointee.link.url,
      ...(page === null ? [] : ["", "A page for the client with the same, for 30 days:", page]),
      ...Object.values(letters).flatMap(({ subject, body }) => ["", context.stdout.style("bold", subject), "", ...broken(body)]),
    );
    if (options.asked) context.stderr.lines("", `It is written down that ${account.name} was asked today.`);
    for (const line of warnings(appointee, stands)) context.stderr.lines("", ...wrap(line));
  });
}

/** What stands in the way of the letter's being understood, or of its being needed. */
function* warnings({ organisation }: Appointee, { state }: Appointment): Generator<string> {
  if (organisation === null) {
    yield "note: nothing says whom the client is to appoint: the certificate cannot be read from here, or names no organisation. Write its number as skatteverket.ombud.organisation in the configuration.";
  }
  if (state === "granted") yield "note: the account can be read already; the client need do nothing.";
}

/** What the letter has instead, and why. */
const withoutLink = ({ message, code, remedy }: SaldovaktError): string =>
  `note: no link of the client's own could be had, so the letter has the address for everybody. ${message} (${code})${remedy === undefined ? "" : `; ${remedy}`}.`;

/** `2026-12-11`, or that it is over. */
const untilOf = (account: Account, now: Instant): string => {
  const link = clientLinkOf(account, now);
  return link ? day(link.expiresAt) : account.appointing?.link ? "over" : "–";
};

const day = (at: Instant | null | undefined): string => (at ? dateIn(at, "Europe/Stockholm") : "–");

/** The Swedish accounts with how each stands. */
export async function ombudStatus(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store, loaded) => {
    const appointee = await appointeeFor(context, loaded);
    const lines = await appointments(watchedAccounts(store, loaded.configuration), appointee);
    const waiting = lines.filter((line) => line.appointment.waitsFor === "client").length;
    if (json) {
      const { organisation, name, link } = appointee;
      const accounts = lines.map((line) => lineDocument(line.account, line.appointment));
      return printJson(context, { appointee: { organisation, name }, link, waiting, accounts });
    }
    if (lines.length === 0) return context.stderr.lines("No Swedish accounts are read.");
    const now = context.real.now();
    // The links of single clients stand where there are any.
    const own = lines.some(({ account }) => account.appointing?.link !== undefined);
    const columns = [
      { title: "Id" },
      { title: "Company", flexible: true },
      { title: "Permission" },
      { title: "Asked" },
      ...(own ? [{ title: "Link until" }] : []),
      { title: "Refused since" },
      { title: "Whose turn", flexible: true },
    ];
    const turn = { client: "the client's", certificate: "yours: another's certificate" } as const;
    context.stdout.lines(
      ...table(
        columns,
        lines.map(({ account, appointment: { state, asked, refusedSince, waitsFor } }) => [
          account.id,
          account.name,
          STATES[state],
          day(asked?.at),
          ...(own ? [untilOf(account, now)] : []),
          day(refusedSince),
          waitsFor ? turn[waitsFor] : "–",
        ]),
      ),
      "",
      `${counted(waiting, "account")} ${waiting === 1 ? "waits" : "wait"} for the client's permission.`,
    );
  });
}
