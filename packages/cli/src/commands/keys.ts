import type { Register } from "../program.ts";
import { joined } from "./collected.ts";

/** `saldovakt keys add|list|revoke|rotate-links` */
export const keys: Register = (program, run) => {
  const family = program
    .command("keys")
    .summary("keys for the HTTP API")
    .description("Keys for the HTTP API. Only a hash of each is kept: a key is shown once, when it is made.");

  family
    .command("add")
    .summary("make a key")
    .requiredOption(
      "--scope <scopes>",
      "what it opens: read, read:fresh, write, calendar, admin; several with commas between, or several times",
      joined,
    )
    .option("--accounts <ids>", "only these accounts (acc_…), with commas between; all unless given", joined)
    .option("--name <name>", "what lists call it", "")
    .option("--json", 'print { "id", "key" } on standard output')
    .addHelpText(
      "after",
      `
Scopes:
  read         what was last read of the accounts
  read:fresh   that, and fresh readings at the authority
  write        what read opens, and changes
  admin        people, groups and the audit log, none of the above; not with --accounts
  calendar     an address for calendars to subscribe to, of the accounts named

Examples:
  $ saldovakt keys add --scope read --name dashboard
  $ saldovakt keys add --scope read:fresh --accounts acc_0123456789abcdefghjk --json
  $ saldovakt keys add --scope calendar --accounts acc_0123456789abcdefghjk
`,
    )
    .action((options: { scope: string; accounts?: string; name: string; json?: boolean }, command) =>
      run(command, async (context) => {
        const { addKey } = await import("../jobs/keys.ts");
        return addKey(context, options, options.json === true);
      }),
    );

  family
    .command("list")
    .summary("the keys made, without the keys themselves")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { listKeys } = await import("../jobs/keys.ts");
        return listKeys(context, options.json === true);
      }),
    );

  family
    .command("revoke")
    .summary("make a key open nothing any more")
    .argument("<id>", "the key's id (key_…)")
    .option("--keep-recipients", "have the recipients it added told on; else they end with it")
    .option("--json", "print one JSON document on standard output")
    .action((id: string, options: { keepRecipients?: boolean; json?: boolean }, command) =>
      run(command, async (context) => {
        const { revokeKey } = await import("../jobs/keys.ts");
        return revokeKey(context, id, options.json === true, options.keepRecipients === true);
      }),
    );

  family
    .command("rotate-links")
    .summary("make every link sent until now open nothing any more")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { rotateLinks } = await import("../jobs/keys.ts");
        return rotateLinks(context, options.json === true);
      }),
    );
};
