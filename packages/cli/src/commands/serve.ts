import type { Register } from "../program.ts";

/** `saldovakt serve` */
export const serve: Register = (program, run) => {
  program
    .command("serve")
    .summary("HTTP API and pages over the same state")
    .description(
      "Serves the HTTP API, and on this machine's own address the pages too, over the state that `saldovakt watch` keeps. Sends what waits in the delivery " +
        "queue as its time comes. It reads accounts only when asked for a fresh forecast; the daily pass is `saldovakt watch`. Ctrl-C stops it.",
    )
    .option("-p, --port <n>", "the port; 0 takes any free one", "8787")
    .option("--host <address>", "the address to serve on; the pages, which need no key, are on loopback only", "127.0.0.1")
    .addHelpText(
      "after",
      `
Callers of the API show a key: make one with \`saldovakt keys add --scope read\`.

Examples:
  $ saldovakt serve
  $ saldovakt serve --port 9000 --config /etc/saldovakt.json
`,
    )
    .action((options: { port: string; host: string }, command) =>
      run(command, async (context) => {
        const { serveState } = await import("../jobs/serve.ts");
        return serveState(context, options);
      }),
    );
};
