import type { Register } from "../program.ts";

/** `saldovakt audit` */
export const audit: Register = (program, run) => {
  program
    .command("audit")
    .summary("who did what")
    .description("Who read and changed what, over the API, the pages and the commands: opaque ids and codes, newest first.")
    .option("--from <day>", "the first day, of UTC (YYYY-MM-DD)")
    .option("--to <day>", "the last day, of UTC (YYYY-MM-DD)")
    .option("--account <id>", "only what was done to this account (acc_…)")
    .option("--by <id>", "only what was done by this user or key")
    .option("--csv", "print every line of the period as CSV")
    .option("--json", "print every line of the period as one JSON document")
    .action((options: { from?: string; to?: string; account?: string; by?: string; csv?: boolean; json?: boolean }, command) =>
      run(command, async (context) => {
        const { printAudit } = await import("../jobs/audit.ts");
        return printAudit(context, options, options.json === true);
      }),
    );
};
