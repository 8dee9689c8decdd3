import type { Register } from "../program.ts";

/** `saldovakt accounts add|list|remove` */
export const accounts: Register = (program, run) => {
  const family = program
    .command("accounts")
    .summary("the accounts watched")
    .description("The accounts watched: those the configuration lists, and those added here.");

  family
    .command("add")
    .summary("watch an account")
    .description("Adds an account to those watched. It is read at the next `saldovakt watch`.")
    .argument("<identity>", "twelve digits: 16 and an organisation number, 19 or 20 and a personnummer; - reads it from standard input")
    .argument("[name]", "what alerts and lists call it; unless given, the number's last two digits")
    .option("--name <name>", "the same")
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", '\nExample:\n  $ saldovakt accounts add 165790000011 "Exempel AB"\n')
    .action((identity: string, name: string | undefined, options: { name?: string; json?: boolean }, command) =>
      run(command, async (context) => {
        const { addAccount } = await import("../jobs/accounts.ts");
        return addAccount(context, identity, options.name ?? name ?? null, options.json === true);
      }),
    );

  family
    .command("list")
    .summary("the accounts with their last readings")
    .description("Lists the accounts watched, the most urgent first, as they were when last read.")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { listAll } = await import("../jobs/accounts.ts");
        return listAll(context, options.json === true);
      }),
    );

  family
    .command("remove")
    .summary("stop watching an account and erase what is kept of it")
    .description(
      "Erases an account and everything kept of it: readings, alerts, deliveries, registered payments. It cannot be undone; " +
        "`saldovakt export` writes out what is kept. An account that the configuration lists must be taken out of it too, or it is watched again.",
    )
    .argument("<account>", "its id (acc_…) or its identity number")
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", "\nExample:\n  $ saldovakt accounts remove acc_0123456789abcdefghjk\n")
    .action((account: string, options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { removeAccount } = await import("../jobs/accounts.ts");
        return removeAccount(context, account, options.json === true);
      }),
    );
};
