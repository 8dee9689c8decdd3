import type { Register } from "../program.ts";

/** `saldovakt demo`, which is also `npm start` */
export const demo: Register = (program, run) => {
  program
    .command("demo")
    .summary("see it at work on a dozen invented companies")
    .description(
      "Starts a simulated Skatteverket and a simulated Skatteetaten on this machine, reads a dozen invented companies of Sweden and Norway from them over HTTPS " +
        "with a client certificate and Maskinporten's tokens, prints the tables and the alerts, and serves pages and API. Needs no configuration and no network, " +
        "and keeps nothing. Ctrl-C stops it.",
    )
    .option("-p, --port <n>", "the port of pages and API; 8787 or the next free one unless given")
    .option("--once", "end after printing, serve nothing")
    .option("--language <code>", "of pages, warnings and alerts: sv, nb or en", "en")
    .addHelpText("after", "\nExamples:\n  $ saldovakt demo\n  $ saldovakt demo --once --today 2026-12-09 --language sv\n")
    .action((options: { port?: string; once?: boolean; language: string }, command) =>
      run(command, async (context) => {
        const { runDemo } = await import("../jobs/demo.ts");
        return runDemo(context, options);
      }),
    );
};
