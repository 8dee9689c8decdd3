import type { Register } from "../program.ts";

/** `saldovakt payments add|list|remove` */
export const payments: Register = (program, run) => {
  const family = program
    .command("payments")
    .summary("payments under way, so that no alert asks for the same money twice")
    .description(
      "Payments under way. A payment shows on a tax account days after it was made; one registered here counts in every forecast until it is seen, or " +
        "until it is some days late.",
    );

  family
    .command("add")
    .summary("register a payment that was made or is about to be")
    .argument("<account>", "its id (acc_…) or its identity number")
    .argument("<amount>", "kronor, as 12500 or 12500.50")
    .option("--made <date>", "the day it is at the bank, from 30 days back to the end of the forecast; today unless given")
    .option("--expected <date>", "the day it arrives; the policy's payDaysBefore bank days later unless given")
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", "\nExample:\n  $ saldovakt payments add acc_0123456789abcdefghjk 33250 --made 2026-12-09\n")
    .action((account: string, amount: string, options: { made?: string; expected?: string; json?: boolean }, command) =>
      run(command, async (context) => {
        const { addPayment } = await import("../jobs/payments.ts");
        return addPayment(context, account, { ...options, amount }, options.json === true);
      }),
    );

  family
    .command("list")
    .summary("the registered payments of an account")
    .argument("<account>", "its id (acc_…) or its identity number")
    .option("--json", "print one JSON document on standard output")
    .action((account: string, options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { listPayments } = await import("../jobs/payments.ts");
        return listPayments(context, account, options.json === true);
      }),
    );

  family
    .command("remove")
    .summary("take a registered payment back")
    .argument("<account>", "its id (acc_…) or its identity number")
    .argument("<payment>", "the payment's id (pay_…)")
    .option("--json", "print one JSON document on standard output")
    .action((account: string, payment: string, options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { removePayment } = await import("../jobs/payments.ts");
        return removePayment(context, account, payment, options.json === true);
      }),
    );
};
