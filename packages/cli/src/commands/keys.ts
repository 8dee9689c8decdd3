import type { Register } from "../program.ts";

/** `saldovakt keys add|list|revoke` */
export const keys: Register = (program, run) => {
  const family = program
    .command("keys")
    .summary("keys for the HTTP API")
    .description("Keys for the HTTP API. Only a hash of each is kept: a key is shown once, when it is made.");

  family
    .command("add")
    .summary("make a key")
    .requiredOption("--scope <scopes>", "what it opens: read, read:fresh, write; several with commas between")
    .option("--accounts <ids>", "only these accounts (acc_…), with commas between; all unless given")
    .option("--name <name>", "what lists call it", "")
    .option("--json", 'print { "id", "key" } on standard output')
    .addHelpText(
      "after",
      `
Scopes:
  read         what was last read of the accounts
  read:fresh   fresh readings at the authority too
  write        changes

Examples:
  $ saldovakt keys add --scope read --name dashboard
  $ saldovakt keys add --scope read,read:fresh --accounts acc_0123456789abcdefghjk --json
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
    .option("--json", "print one JSON document on standard output")
    .action((id: string, options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { revokeKey } = await import("../jobs/keys.ts");
        return revokeKey(context, id, options.json === true);
      }),
    );
};
