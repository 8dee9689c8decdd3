import type { Register } from "../program.ts";

/** `saldovakt ombud link|status` */
export const ombud: Register = (program, run) => {
  const family = program
    .command("ombud")
    .summary("have Swedish clients appoint you as juridiskt läsombud, and see who has")
    .description(
      "Another company's account can be read once the company has appointed the organisation in your certificate as juridiskt läsombud (docs/ombud.md).",
    );

  family
    .command("link")
    .summary("the link and a letter to send to a client")
    .description(
      "Prints where the client appoints you, and a letter to the client in Swedish and English with what to do. Nothing is sent. Skatteverket is called only with skatteverket.ombud.api in the configuration: for a link of the client's own, in which the role is chosen already.",
    )
    .argument("<account>", "its id (acc_…) or its identity number")
    .option("--asked", "write down that the client was asked today")
    .option("--json", "print one JSON document on standard output")
    .addHelpText("after", "\nExample:\n  $ saldovakt ombud link acc_0123456789abcdefghjk --asked\n")
    .action((account: string, options: { asked?: boolean; json?: boolean }, command) =>
      run(command, async (context) => {
        const { ombudLink } = await import("../jobs/ombud.ts");
        return ombudLink(context, account, { asked: options.asked === true, json: options.json === true });
      }),
    );

  family
    .command("status")
    .summary("whose permission each account waits for")
    .description("Lists the Swedish accounts that are read, those that wait for somebody first, by what the last readings met.")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { ombudStatus } = await import("../jobs/ombud.ts");
        return ombudStatus(context, options.json === true);
      }),
    );
};
