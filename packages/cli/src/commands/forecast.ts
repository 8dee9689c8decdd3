import type { Register } from "../program.ts";

/** `saldovakt forecast <identity>` */
export const forecast: Register = (program, run) => {
  program
    .command("forecast")
    .summary("read one account now and print its forecast")
    .description(
      "Reads one account at the authority, now, and prints what every coming due date does to its balance: what is missing, by when to pay, and where to. " +
        "Needs the authority's section of the configuration and no state; where there is a state, registered payments under way in it count.",
    )
    .argument(
      "<identity>",
      "twelve digits: 16 and an organisation number, 19 or 20 and a personnummer; nine for Norway; - reads it from standard input",
    )
    .option("--source <authority>", "skatteverket or skatteetaten; what the number's length says unless given")
    .option("--no-estimates", "print what is decided only")
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 read, 3 the account could not be read, 2 bad input, configuration or keys.

Examples:
  $ saldovakt forecast 165790000011
  $ saldovakt forecast 165790000011 --json --today 2026-12-01
  $ saldovakt forecast 313367002 --source skatteetaten
  $ pass show company/identity | saldovakt forecast -
`,
    )
    .action((identity: string, options: { json?: boolean; estimates: boolean; source?: string }, command) =>
      run(command, async (context) => {
        const { forecastAccount } = await import("../jobs/forecast.ts");
        return forecastAccount(context, identity, options);
      }),
    );
};
