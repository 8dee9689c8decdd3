import type { Register } from "../program.ts";

/** `saldovakt export <account>` */
export const exportAccount: Register = (program, run) => {
  program
    .command("export")
    .summary("everything kept of an account, as JSON")
    .description(
      "Writes out everything kept of an account, for its owner: the last reading, what is remembered of it, alerts, deliveries and registered payments. " +
        "The document holds personal data where the account is a person's.",
    )
    .argument("<account>", "its id (acc_…) or its identity number")
    .option("--json", "the same: an export is always JSON")
    .addHelpText("after", "\nExample:\n  $ saldovakt export acc_0123456789abcdefghjk > account.json\n")
    .action((account: string, _options: unknown, command) =>
      run(command, async (context) => {
        const { writeExport } = await import("../jobs/export.ts");
        return writeExport(context, account);
      }),
    );
};
