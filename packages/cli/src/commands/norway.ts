import type { Command } from "commander";
import type { RegisterOptions } from "../jobs/norway/description.ts";
import type { RequestOptions } from "../jobs/norway/request.ts";
import type { StatusOptions } from "../jobs/norway/status.ts";
import type { Register, Run } from "../program.ts";
import { collect } from "./collected.ts";

const VENDOR = "your own organisation number, the owner of the client; unless given, what register-system kept";

/** `saldovakt norway register-system|request-system-user|status` */
export const norway: Register = (program, run) => {
  const family = program
    .command("norway")
    .summary("take on Norwegian customers: register with Altinn, ask for access, follow it")
    .description(
      "Takes on Norwegian customers: registers this system in Altinn, asks a customer for a system user, and follows the answer until the customer's claims at " +
        "Skatteetaten can be read. Needs the sections maskinporten and skatteetaten of the configuration (docs/norway.md).",
    );
  registerCommand(family, run);
  requestCommand(family, run);
  statusCommand(family, run);
};

function registerCommand(family: Command, run: Run): void {
  family
    .command("register-system")
    .summary("register this system in Altinn's system register, or replace what stands there")
    .description(
      "Registers this system in Altinn's system register, as ORGNO_saldovakt, with the client of Maskinporten and the right to ask for Krav og betalinger. A system " +
        "that stands there is replaced, after the difference was shown and agreed to; what is not given stays as it is.",
    )
    .option("--vendor <orgno>", `${VENDOR} or the certificate says`)
    .option("--name <text>", "what customers see it called; Saldovakt unless given")
    .option("--description <text>", "what customers read of it")
    .option("--redirect <url>", "an https address customers may be sent back to; several times for several, none for no address", collect)
    .option("--access-package <urn>", "an access package accountants may be asked for; several times, or none", collect)
    .option("--visible", "let customers find it in Altinn by themselves")
    .option("--no-visible", "the opposite, as it is unless given")
    .option("--yes", "replace without asking")
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 it stands there as wished, 2 it does not.

Examples:
  $ saldovakt norway register-system --vendor 310000027
  $ saldovakt norway register-system --redirect https://example.no/ferdig --yes
`,
    )
    .action((options: RegisterOptions, command: Command) =>
      run(command, async (context) => {
        const { registerSystem } = await import("../jobs/norway/register.ts");
        return registerSystem(context, options);
      }),
    );
}

function requestCommand(family: Command, run: Run): void {
  family
    .command("request-system-user")
    .summary("ask a customer for access, and print the link to send")
    .description(
      "Orders a system user in Altinn, and prints the link at which the customer approves it, with a letter to send it in. An order is good for ten days; asked " +
        "again for the same one, Altinn answers with the order it has.",
    )
    .argument("<orgno>", "the customer's nine digits; - reads them from standard input")
    .option("--external-ref <text>", "tells several system users of one customer apart; Altinn and Maskinporten want it from then on")
    .option("--agent", "for an accountant, whose system user acts for its clients")
    .option("--access-package <urn>", "ask for this access package; several times for several", collect)
    .option("--redirect <url>", "where the customer is sent after answering; one of the system's addresses")
    .option("--language <code>", "of the letter: nb or en; both unless given")
    .option("--vendor <orgno>", VENDOR)
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 the customer can answer, or has approved; 3 the order was turned down; 2 bad input or
something to mend here.

Examples:
  $ saldovakt norway request-system-user 313367002
  $ saldovakt norway request-system-user 313367002 --external-ref "avdeling 7" --language nb
  $ saldovakt norway request-system-user 310000027 --agent --json
`,
    )
    .action((org: string, options: RequestOptions, command: Command) =>
      run(command, async (context) => {
        const { requestSystemUser } = await import("../jobs/norway/request.ts");
        return requestSystemUser(context, org, options);
      }),
    );
}

function statusCommand(family: Command, run: Run): void {
  family
    .command("status")
    .summary("how far customers have come, whose turn it is, and what comes next")
    .description(
      "Follows a customer, or all that were asked from here: the order, the system user, whether Maskinporten gives a token for it, whether Krav og betalinger " +
        "answers, and whether the account is watched. Says of each fault whose turn it is and what comes next.",
    )
    .argument("[orgno]", "one customer's nine digits; - reads them from standard input")
    .option("--external-ref <text>", "which of the customer's system users")
    .option("--client <orgno>", "of an accountant: a client to try it with; several times for several", collect)
    .option("--add", "watch the accounts that can be read")
    .option("--name <name>", "what alerts and lists call the account added")
    .option("--wait [minutes]", "wait until the customer has answered; 15 minutes at most unless given")
    .option("--forget", "follow this order no longer")
    .option("--vendor <orgno>", VENDOR)
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 all can be read, 3 some cannot yet, 2 bad input or something to mend here.

Examples:
  $ saldovakt norway status
  $ saldovakt norway status 313367002 --wait 60 --add --name "Eksempel AS"
  $ saldovakt norway status 310000027 --client 313367002 --add
`,
    )
    .action((org: string | undefined, options: StatusOptions, command: Command) =>
      run(command, async (context) => {
        const { showStatus } = await import("../jobs/norway/status.ts");
        return showStatus(context, org, options);
      }),
    );
}
