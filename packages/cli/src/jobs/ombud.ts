import { type Account, type Appointee, type Appointment, appointmentText, dateIn, type Instant, ombudLetter } from "@saldovakt/domain";
import { appointment, appointments, askedForPermission, requireClient } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import { letter as broken, table, wrap } from "../table.ts";
import { appointeeFor } from "../wiring/appointee.ts";
import { requireAccount, watchedAccounts, withState } from "../wiring/state.ts";

const STATES: Readonly<Record<Appointment["state"], string>> = {
  "not-needed": "own account",
  "not-asked": "not asked",
  asked: "asked",
  granted: "granted",
  missing: "missing",
  withdrawn: "withdrawn",
};

function lineDocument({ id, name }: Account, { state, owner, waitsFor, asked, refusedSince, readBefore, grantedAt }: Appointment) {
  return { id, name, state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt };
}

/** Prints where a client appoints us and what to write to them. Throws `ACCOUNT_UNKNOWN` and `OMBUD_NOT_NEEDED` (input). */
export async function ombudLink(context: Context, text: string, options: { asked: boolean; json: boolean }): Promise<undefined> {
  await withState(context, async (store, loaded) => {
    const appointee = await appointeeFor(context, loaded);
    let watched = await requireAccount(store, text.trim());
    requireClient(appointment(watched, appointee));
    if (options.asked) watched = { ...watched, ...(await askedForPermission(watched, appointee, { book: store, clock: context.clock })) };
    const { account } = watched;
    const stands = appointment(watched, appointee);
    const letters = { sv: ombudLetter(stands, account, appointee, "sv"), en: ombudLetter(stands, account, appointee, "en") };
    if (options.json) {
      const { link, organisation, name } = appointee;
      const { steps } = appointmentText(stands, appointee, "en");
      return printJson(context, { ...lineDocument(account, stands), link, appointee: { organisation, name }, steps, letter: letters });
    }
    context.stdout.lines(
      appointee.link.url,
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
    const columns = [
      { title: "Id" },
      { title: "Company", flexible: true },
      { title: "Permission" },
      { title: "Asked" },
      { title: "Refused since" },
      { title: "Whose turn", flexible: true },
    ] as const;
    const turn = { client: "the client's", certificate: "yours: another's certificate" } as const;
    context.stdout.lines(
      ...table(
        columns,
        lines.map(({ account, appointment: { state, asked, refusedSince, waitsFor } }) => [
          account.id,
          account.name,
          STATES[state],
          day(asked?.at),
          day(refusedSince),
          waitsFor ? turn[waitsFor] : "–",
        ]),
      ),
      "",
      `${counted(waiting, "account")} ${waiting === 1 ? "waits" : "wait"} for the client's permission.`,
    );
  });
}
