import type { Register } from "../program.ts";

/** `saldovakt import <file>` */
export const importStatement: Register = (program, run) => {
  program
    .command("import")
    .summary("take in an account statement, and forecast from it")
    .description(
      "Takes in a statement (kontoutdrag) that was exported as CSV from Skatteverket's e-service: Skattekonto, Bokförda transaktioner. No agreement with the " +
        "authority is needed. An account that is not watched yet is added as one known by statements alone: recurring charges are estimated from it, and nobody " +
        "is alerted. Of an account that is read, the estimates look back further. Importing a file again changes nothing.",
    )
    .argument("<file>", "the CSV file; - reads it from standard input")
    .option("--account <account>", "whose it is, by id (acc_…) or identity number; unless given, the statement says it")
    .option("--name <text>", "the name of an account that is not watched yet; unless given, the statement's")
    .option("--no-estimates", "print what is decided only")
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Examples:
  $ saldovakt import kontoutdrag.csv
  $ saldovakt import --account acc_0123456789abcdefghjk - < kontoutdrag.csv
`,
    )
    .action((file: string, options: { account?: string; name?: string; estimates: boolean; json?: boolean }, command) =>
      run(command, async (context) => {
        const { importFile } = await import("../jobs/import.ts");
        return importFile(context, file, options);
      }),
    );
};
