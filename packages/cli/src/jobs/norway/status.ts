import { inputError } from "@saldovakt/domain";
import { systemTimer, type Timer } from "@saldovakt/http";
import { readableName } from "@saldovakt/service";
import { type Context, printJson } from "../../context.ts";
import { EXIT, gravest } from "../../fault.ts";
import { counted } from "../../figures.ts";
import { noted } from "../../wiring/noted.ts";
import { addReadable } from "./adding.ts";
import { everybody, oneCustomer } from "./followed.ts";
import { type CustomerStatus, look, orderOf } from "./look.ts";
import { atDesk, type Desk, deedOn, externalReference, organisation, systemOf } from "./onboarding.ts";
import { statusDocument, statusReport } from "./report.ts";
import { askUntil, type Patience } from "./wait.ts";

/** What `status` takes, as typed. */
export interface StatusOptions {
  readonly externalRef?: string;
  readonly client?: readonly string[];
  readonly add?: boolean;
  readonly name?: string;
  /** Minutes, or `true` for the usual time. */
  readonly wait?: string | true;
  readonly vendor?: string;
  readonly forget?: boolean;
  readonly json?: boolean;
}

const USUAL_MINUTES = 15;
/** As long as an order is good. */
const MOST_MINUTES = 14_400;

/**
 * Follows one customer, or all that were asked from here: the order, the system user, a token, the figures; and watches the account where that is asked
 * for. Resolves to the exit status: 0 all can be read, 3 some cannot yet, 2 something to mend here.
 */
export async function showStatus(
  context: Context,
  text: string | undefined,
  options: StatusOptions,
  timer: Pick<Timer, "pause"> = systemTimer,
): Promise<number> {
  const minutes = minutesOf(options.wait);
  const org = text === undefined ? null : await organisation(context, text);
  requireOne(org, options);
  if (options.name !== undefined) readableName(options.name);
  const clients: string[] = [];
  for (const each of options.client ?? []) clients.push(await organisation(context, each, "--client"));
  return atDesk(context, async (desk) => {
    if (options.forget && org !== null) return forget(desk, org, options);
    const systemId = await systemOf(desk, options.vendor);
    const followed = org === null ? await everybody(desk) : [await oneCustomer(desk, systemId, org, options.externalRef)];
    const patience: Patience = { timer, leftMs: minutes * 60_000, waiting: (leftMs) => passing(context, leftMs) };
    if (minutes > 0)
      context.stderr.lines(`Waiting for an answer, ${counted(minutes, "minute")} at most; Ctrl-C ends it, and loses nothing.`);
    const found: CustomerStatus[] = [];
    for (const [index, { customer, clients: own }] of followed.entries()) {
      if (minutes > 0)
        await askUntil(
          () => orderOf(desk, systemId, customer),
          (order) => order?.status !== "new",
          patience,
        );
      context.stderr.passing(`looking at customer ${index + 1} of ${followed.length}`);
      const seen = await look(desk, systemId, customer, clients.length > 0 ? clients : own);
      found.push(options.add ? await addReadable(desk, seen, options.name) : seen);
    }
    context.stderr.passing(null);
    if (options.json) printJson(context, statusDocument(systemId, found));
    else if (found.length === 0) context.stderr.lines("Nobody was asked from here. Next: saldovakt norway request-system-user ORGNO.");
    else context.stdout.lines(...statusReport(found, context.stdout));
    return gravest(found.map(({ standing }) => standing.exit));
  });
}

function passing({ stderr }: Context, leftMs: number): void {
  stderr.passing(`waiting for the customer's answer, ${counted(Math.ceil(leftMs / 60_000), "minute")} more at most`);
}

function minutesOf(wait: string | true | undefined): number {
  if (wait === undefined) return 0;
  if (wait === true) return USUAL_MINUTES;
  const minutes = /^\d{1,5}$/.test(wait) ? Number(wait) : 0;
  if (minutes >= 1 && minutes <= MOST_MINUTES) return minutes;
  throw inputError("WAIT_INVALID", "--wait is not a number of minutes", `give 1 to ${MOST_MINUTES}, or nothing for ${USUAL_MINUTES}`);
}

/** What says something of one customer needs one. */
function requireOne(org: string | null, { externalRef, client, name, forget }: StatusOptions): void {
  const given = Object.entries({ "--external-ref": externalRef, "--client": client, "--name": name, "--forget": forget });
  const first = given.find(([, value]) => value !== undefined)?.[0];
  if (org !== null || first === undefined) return;
  throw inputError(
    "ORGANISATION_MISSING",
    `${first} says something of one customer, and none is named`,
    "give the customer's organisation number",
  );
}

async function forget(desk: Desk, org: string, { externalRef, json }: StatusOptions): Promise<number> {
  const { context, memory, store } = desk;
  const which = { org, ...externalReference(externalRef, org) };
  const forgotten = await noted(store, context, await deedOn(desk, org, "forgotten"), () => memory.forget(which));
  if (json) printJson(context, { forgotten });
  else
    context.stdout.lines(
      forgotten === 0 ? "Nothing is kept of such an order." : "The order is no longer followed. Altinn and the account are as before.",
    );
  return EXIT.ok;
}
