import type { Command } from "commander";
import type { AccountOptions } from "../jobs/account-options.ts";
import type { Register } from "../program.ts";

/** An account's own policy and bank account. */
const ownOptions = (command: Command): Command =>
  command
    .option("--reserve <amount>", "kronor that stay on the account at all times, as 5000 or 5000.00")
    .option("--pay-days-before <days>", "bank days between paying and the due date")
    .option("--remind-days-before <days>", "calendar days before the due date, as 10,5,2")
    .option("--horizon-days <days>", "how many days ahead due dates count")
    .option("--language <language>", "of its alerts, warnings and calendars: sv, nb or en")
    .option("--remind-covered <yes|no>", "remind of covered due dates too")
    .option("--discreet <yes|no>", "texts without figures")
    .option("--estimates <yes|no>", "show charges that history says will come")
    .option("--pay-from <IBAN,BIC>", "the bank account it pays from, for payment files; none takes it away")
    .option("--system-user-org <number>", "Norway: who owns the system user in Altinn, unless the company itself; none goes back to that")
    .option("--external-ref <reference>", "Norway: what the system user was asked for with")
    .option("--consumer-org <number>", "Norway: who has delegated the access to us");

/** `saldovakt accounts add|list|remove` */
export const accounts: Register = (program, run) => {
  const family = program
    .command("accounts")
    .summary("the accounts watched")
    .description("The accounts watched: those the configuration lists, and those added here.");

  const add = family
    .command("add")
    .summary("watch an account")
    .description("Adds an account to those watched. It is read at the next `saldovakt watch`.")
    .argument(
      "<identity>",
      "twelve digits: 16 and an organisation number, 19 or 20 and a personnummer; nine for Norway; - reads it from standard input",
    )
    .argument("[name]", "what alerts and lists call it; unless given, the number's last two digits")
    .option("--name <name>", "the same");
  ownOptions(add)
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", '\nExample:\n  $ saldovakt accounts add 165790000011 "Exempel AB" --reserve 5000\n')
    .action((identity: string, name: string | undefined, { json, ...options }: AccountOptions & { json?: boolean }, command) =>
      run(command, async (context) => {
        const { addAccount } = await import("../jobs/accounts.ts");
        return addAccount(context, identity, options.name ?? name ?? null, options, json === true);
      }),
    );

  const set = family
    .command("set")
    .summary("change an account's name, its own policy, its bank account, or who gives access to it")
    .description(
      "Changes what is said of one account. What is not given stays; `default` gives a field back to the configuration's policy.",
    )
    .argument("<account>", "its id (acc_…) or its identity number")
    .option("--name <name>", "what alerts and lists call it");
  ownOptions(set)
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", "\nExample:\n  $ saldovakt accounts set acc_0123456789abcdefghjk --reserve 5000 --language en\n")
    .action((account: string, { json, ...options }: AccountOptions & { json?: boolean }, command) =>
      run(command, async (context) => {
        const { setAccount } = await import("../jobs/accounts.ts");
        return setAccount(context, account, options, json === true);
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
