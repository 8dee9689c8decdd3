import type { Register } from "../program.ts";

/** `saldovakt watch` */
export const watch: Register = (program, run) => {
  program
    .command("watch")
    .summary("one pass of the main job over all accounts")
    .description(
      "Reads every watched account, forecasts it, records what is new, and sends each alert once to every recipient. Run it daily, from cron or a timer; " +
        "running it twice sends nothing twice, and two runs at once do no harm. What could not be delivered is tried again by the next run, and by `saldovakt serve`.",
    )
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Exit status: 0 all read, 3 some accounts failed, 2 bad configuration, keys, certificate or state.

Examples:
  $ saldovakt watch
  $ saldovakt watch --json | jq '.accounts[] | select(.severity == "critical")'
  15 6 * * *  cd /srv/saldovakt && npx saldovakt watch   # crontab; the service opens at 05.00
`,
    )
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { watchOnce } = await import("../jobs/watch.ts");
        return watchOnce(context, options.json === true);
      }),
    );
};
