import type { Command } from "commander";
import type { Register } from "../program.ts";

const SECRET = "its name, as saldovakt/production/skatteverket, or its ARN";

const where = (command: Command): Command =>
  command.option("--region <region>", "where the secret lies; the ARN's, SALDOVAKT_REGION's or AWS's own setting unless given");

const sources = (command: Command): Command =>
  command
    .option("--p12 <file>", "the certificate with its chain and key, as PKCS#12; its passphrase is asked for")
    .option("--cert <file>", "the certificate and its chain, as PEM; goes with --key")
    .option("--key <file>", "its private key, as PEM; a passphrase is asked for where it has one")
    .option("--keys-only", "no certificate: the agreement is for keys alone")
    .option("--from <reference>", "the whole secret in its JSON form: file:NAME, or - for standard input")
    .option("--webhook", "a webhook's secret (whsec_…) and not Skatteverket's")
    .option("--chat", "a chat room's address (https://…) and not Skatteverket's")
    .option("--maskinporten", "Maskinporten's secret, with --from, and not Skatteverket's");

const trial = (command: Command): Command =>
  command
    .option("--environment <name>", "try it at the addresses of production, test or mock; those of the configuration unless given")
    .option(
      "--account <identity>",
      "read this account's balance too, which tries the gateway's keys; the configuration's first unless given",
    );

const json = (command: Command): Command => command.option("--json", "print one JSON document on standard output");

const ASKED = `
What is asked for, in this order; when standard input is no terminal, one line for each:
  the passphrase               with --p12, and with --key where the key is encrypted
  OAuth2 client id             first half, then second half
  OAuth2 client secret         first half, then second half; empty with a designated certificate
  APIgw client id              first half, then second half
  APIgw client secret          first half, then second half
A key that came whole goes in as its first half, and the second is left empty. With --webhook the
webhook's secret alone is asked for, with --chat the room's address; Maskinporten's comes whole, by
--maskinporten --from file:NAME. Nothing is shown, and nothing secret is taken from the command line
or the environment.
`;

/** `saldovakt secrets put|stage|promote|list` */
export const secrets: Register = (program, run) => {
  const family = program
    .command("secrets")
    .summary("keys and certificates in AWS Secrets Manager")
    .description(
      "Keys and certificates of a deployed installation, in AWS Secrets Manager: put the first, then rotate with stage and promote. What is stored is " +
        "never shown.",
    );

  json(where(sources(family.command("put"))))
    .summary("store the first keys and certificate")
    .description("Checks keys and certificate and stores them as the current secret, which the functions read.")
    .argument("<secret>", SECRET)
    .option("--replace", "store it over a current one, untried; `stage` and `promote` try it first")
    .addHelpText("after", `${ASKED}\nExample:\n  $ saldovakt secrets put saldovakt/production/skatteverket --p12 organisation.p12\n`)
    .action((secret: string, options, command) =>
      run(command, async (context) => {
        const { putSecret } = await import("../secrets/put.ts");
        return putSecret(context, secret, options);
      }),
    );

  json(trial(where(sources(family.command("stage")))))
    .summary("store new keys or a new certificate beside the current, and try them")
    .description(
      "Stores a new secret as AWSPENDING, where no function looks, and tries it: fetches a token at Skatteverket. It is made current by `promote`, and by " +
        "nothing else.",
    )
    .argument("<secret>", SECRET)
    .option("--keep-keys", "only the certificate is new")
    .option("--keep-certificate", "only the keys are new")
    .option("--drop-old", "with --webhook: end a rotation, leaving only the newest secret")
    .addHelpText(
      "after",
      `${ASKED}
With --webhook the new secret goes before the current one, and alerts are signed with both until it
is staged once more with --drop-old.

Examples:
  $ saldovakt secrets stage saldovakt/production/skatteverket --p12 new.p12 --keep-keys
  $ saldovakt secrets stage saldovakt/production/webhook/bookkeeping --webhook
`,
    )
    .action((secret: string, options, command) =>
      run(command, async (context) => {
        const { stageSecret } = await import("../secrets/stage.ts");
        return stageSecret(context, secret, options);
      }),
    );

  json(trial(where(family.command("promote"))))
    .summary("make the staged secret the current one")
    .description(
      "Tries the staged secret once more and makes it the current one if it passes; otherwise nothing changes. The one before stays as AWSPREVIOUS.",
    )
    .argument("<secret>", SECRET)
    .addHelpText("after", "\nExample:\n  $ saldovakt secrets promote saldovakt/production/skatteverket\n")
    .action((secret: string, options, command) =>
      run(command, async (context) => {
        const { promoteSecret } = await import("../secrets/promote.ts");
        return promoteSecret(context, secret, options);
      }),
    );

  json(where(family.command("list")))
    .summary("the versions of a secret, their stages and certificates")
    .description(
      "Lists the versions of a secret with their stages and dates, the ends of the client ids and the certificate's. No key is shown.",
    )
    .argument("<secret>", SECRET)
    .action((secret: string, options, command) =>
      run(command, async (context) => {
        const { listSecret } = await import("../secrets/list.ts");
        return listSecret(context, secret, options);
      }),
    );
};
