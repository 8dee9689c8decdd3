import type { Register } from "../program.ts";

/** `saldovakt recipients list|enable` */
export const recipients: Register = (program, run) => {
  const family = program
    .command("recipients")
    .summary("who is told, and who is switched off")
    .description(
      "Those who are told: of the configuration, and added over the HTTP API. One that ended its messages by the link in a mail, or answered 410, is " +
        "switched off until it is enabled.",
    );

  family
    .command("list")
    .summary("who is told, by key")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { listRecipients } = await import("../jobs/recipients.ts");
        return listRecipients(context, options.json === true);
      }),
    );

  family
    .command("enable")
    .summary("let one that is switched off be told again")
    .argument("<key>", "its key, as the list shows it")
    .option("--json", "print one JSON document on standard output")
    .action((key: string, options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { enableRecipient } = await import("../jobs/recipients.ts");
        return enableRecipient(context, key, options.json === true);
      }),
    );
};
