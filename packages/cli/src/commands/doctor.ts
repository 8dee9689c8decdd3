import type { Register } from "../program.ts";

/** `saldovakt doctor` */
export const doctor: Register = (program, run) => {
  program
    .command("doctor")
    .summary("check the installation, part by part")
    .description(
      "Checks the configuration, what it refers to, the keys, the certificate (readable, its key, chain, how long it is valid), that a token can be had, that an " +
        "account can be read, the state and the recipients; and says what to do about each fault. Sends nothing to anybody unless told to, and prints no secret.",
    )
    .option("--account <account>", "the account to try, by id or identity number; the first watched one unless given")
    .option("--send-test [recipient]", "send a test message too: to everyone, or to the recipient whose key begins so")
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 all well, 2 something to mend here, 3 the account cannot be read, or not now.

Examples:
  $ saldovakt doctor
  $ saldovakt doctor --account acc_0123456789abcdefghjk --json
  $ saldovakt doctor --send-test
`,
    )
    .action((options: { account?: string; json?: boolean; sendTest?: true | string }, command) =>
      run(command, async (context) => {
        const { examine } = await import("../jobs/doctor.ts");
        return examine(context, options.account ?? null, options.json === true, options.sendTest);
      }),
    );
};
