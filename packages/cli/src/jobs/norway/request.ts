import { inputError, SaldovaktError } from "@saldovakt/domain";
import type { SystemUserKind, SystemUserOrderState } from "@saldovakt/maskinporten";
import { type Context, printJson } from "../../context.ts";
import { EXIT } from "../../fault.ts";
import { letter, wrap } from "../../table.ts";
import { noted } from "../../wiring/noted.ts";
import { packages } from "./description.ts";
import { type LetterLanguage, letterTo } from "./letter.ts";
import type { KnownOrder } from "./memory.ts";
import { ACCESS_PACKAGE, addresses, atDesk, type Desk, deedOn, externalReference, organisation, RESOURCE, systemOf } from "./onboarding.ts";

/** What `request-system-user` takes, as typed. */
export interface RequestOptions {
  readonly externalRef?: string;
  readonly agent?: boolean;
  readonly accessPackage?: readonly string[];
  readonly redirect?: string;
  readonly vendor?: string;
  readonly language?: string;
  readonly json?: boolean;
}

const LANGUAGES: readonly LetterLanguage[] = ["nb", "en"];

/** The order as Altinn has it now, or that the customer has the system user already. */
type Ordered = SystemUserOrderState | "exists";

/**
 * Asks a customer for a system user, and prints the link to send. Asked again for the same one, Altinn answers with the order it has. Resolves to the exit
 * status: 3 where the order is turned down. Throws what Maskinporten and Altinn answer and what is wrong with the options.
 */
export async function requestSystemUser(context: Context, text: string, options: RequestOptions): Promise<number> {
  const org = await organisation(context, text);
  const reference = externalReference(options.externalRef, org);
  const languages = languagesOf(options.language);
  const kind: SystemUserKind = options.agent ? "agent" : "standard";
  const redirectUrl = options.redirect === undefined ? undefined : addresses([options.redirect])[0];
  return atDesk(context, async (desk) => {
    const systemId = await systemOf(desk, options.vendor);
    context.stderr.passing("asking Altinn for a system user");
    const wanted = {
      ...{ systemId, org, kind },
      ...reference,
      ...asked(kind, options.accessPackage),
      ...(redirectUrl !== undefined && { redirectUrl }),
    };
    const { order, known } = await noted(desk.store, context, await deedOn(desk, org, "access-asked"), async () => {
      const order = await ordered(desk, wanted);
      const id = order === "exists" ? null : order.id;
      const known: KnownOrder = { id, org, ...reference, kind, at: context.real.now() };
      await remember(desk, known);
      return { order, known };
    });
    context.stderr.passing(null);
    tell(context, known, order, languages, options.json === true);
    return order === "exists" || order.status === "new" || order.status === "accepted" ? EXIT.ok : EXIT.someFailed;
  });
}

function languagesOf(text: string | undefined): readonly LetterLanguage[] {
  if (text === undefined) return LANGUAGES;
  const chosen = LANGUAGES.find((each) => each === text);
  if (chosen) return [chosen];
  throw inputError("LANGUAGE_UNKNOWN", "the letter is not written in this language", `give ${LANGUAGES.join(" or ")}`);
}

/** An agent is asked for access packages only; anybody else for the one resource, unless packages are named. */
function asked(kind: SystemUserKind, given: readonly string[] | undefined) {
  if (given) return { accessPackages: packages(given) };
  return kind === "agent" ? { accessPackages: [ACCESS_PACKAGE] } : { resources: [RESOURCE] };
}

async function ordered({ norway }: Desk, order: Parameters<Desk["norway"]["altinn"]["orderSystemUser"]>[0]): Promise<Ordered> {
  try {
    return await norway.altinn.orderSystemUser(order);
  } catch (thrown) {
    if (thrown instanceof SaldovaktError && thrown.code === "ALTINN_SYSTEM_USER_EXISTS") return "exists";
    throw thrown;
  }
}

/** An order that Altinn gives back is as old as it was when it was made. */
async function remember({ memory }: Desk, order: KnownOrder): Promise<void> {
  const before = (await memory.orders()).find((each) => each.org === order.org && each.externalRef === order.externalRef);
  await memory.keepOrder(before && before.id === order.id && before.kind === order.kind ? before : order);
}

const statusCommand = "saldovakt norway status ORGNO";

const OUTCOMES: Readonly<Record<Exclude<SystemUserOrderState["status"], "new"> | "exists", string>> = {
  exists: `The customer has this system user already. Next: ${statusCommand} --add tries it.`,
  accepted: `The customer has approved the system user already. Next: ${statusCommand} --add tries it.`,
  rejected:
    "The customer has turned this order down, and Altinn keeps it so. Next: talk with the customer, and ask anew with another --external-ref.",
  denied: "The order was denied, and Altinn keeps it so. Next: talk with the customer, and ask anew with another --external-ref.",
  timedOut: "The order was not answered within ten days. Next: ask anew.",
  unknown: `Altinn gives the order a status not known here. Next: ${statusCommand}.`,
};

function tell(context: Context, known: KnownOrder, order: Ordered, languages: readonly LetterLanguage[], json: boolean): void {
  const { org, externalRef, kind } = known;
  const state = order === "exists" ? null : order;
  const link = state?.status === "new" ? state.confirmUrl : null;
  if (json) {
    const texts = link === null ? {} : Object.fromEntries(languages.map((language) => [language, letterTo(kind, language, link)]));
    const status = state?.status ?? "exists";
    return void printJson(context, {
      org,
      externalRef: externalRef ?? null,
      kind,
      orderId: state?.id ?? null,
      status,
      confirmUrl: link,
      letters: texts,
    });
  }
  if (state?.status !== "new") {
    return void context.stdout.lines(...wrap(OUTCOMES[state?.status ?? "exists"]));
  }
  if (link === null) {
    return void context.stdout.lines("The order is made, but Altinn gave no link: the customer finds it in Altinn, under system accesses.");
  }
  context.stdout.lines(link);
  for (const language of languages) {
    const { subject, body } = letterTo(kind, language, link);
    context.stdout.lines("", context.stdout.style("dim", `── ${language} `.padEnd(60, "─")), subject, "", ...letterLines(body, link));
  }
  const next = `Next: send the customer the link; ${statusCommand} --wait follows the answer. Unanswered, it ends in ten days.`;
  context.stderr.lines("", ...wrap(next));
}

/** Broken for a terminal, but for the link: cut in two it would not be one. */
const letterLines = (body: string, link: string): readonly string[] =>
  body.split("\n").flatMap((line) => (line === link ? [line] : letter(line)));
