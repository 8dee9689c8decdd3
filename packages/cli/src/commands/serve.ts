import type { ServeOptions } from "../jobs/serve.ts";
import type { Register } from "../program.ts";

/** `saldovakt serve` */
export const serve: Register = (program, run) => {
  program
    .command("serve")
    .summary("HTTP API and pages over the same state")
    .description(
      "Serves the HTTP API and the pages over the state that `saldovakt watch` keeps. Sends what waits in the delivery " +
        "queue as its time comes. It reads accounts only when asked for a fresh forecast; the daily pass is `saldovakt watch`. Ctrl-C stops it.",
    )
    .option("-p, --port <n>", "the port; 0 takes any free one", "8787")
    .option("--host <address>", "the address to serve on; beyond this machine the pages ask for a key", "127.0.0.1")
    .option("--sign-in", "let the pages ask for a key on this machine too, as they do wherever `publicUrl` is elsewhere")
    .addHelpText(
      "after",
      `
Callers of the API show a key: \`saldovakt keys add --scope read\`. People are invited,
\`saldovakt users invite --role owner\`, or sign in with a key.

Examples:
  $ saldovakt serve
  $ saldovakt serve --port 9000 --config /etc/saldovakt.json
`,
    )
    .action((options: ServeOptions, command) =>
      run(command, async (context) => {
        const { serveState } = await import("../jobs/serve.ts");
        return serveState(context, options);
      }),
    );
};
