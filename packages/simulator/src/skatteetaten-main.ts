import { once } from "node:events";
import { toSaldovaktError } from "@saldovakt/domain";
import { NORWAY_USAGE, readNorwayArguments, startNorwayAsAsked } from "./skatteetaten-command.ts";

/** Runs the simulator until it is told to stop, be it before it has quite started. */
async function main(): Promise<void> {
  const asked = readNorwayArguments(process.argv.slice(2), Date.now());
  if (!asked) {
    process.stdout.write(NORWAY_USAGE);
    return;
  }
  const told = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => told.abort());
  const norway = await startNorwayAsAsked(asked, (line) => process.stdout.write(`${line}\n`));
  if (!told.signal.aborted) await once(told.signal, "abort");
  await norway.close();
}

main().catch((thrown: unknown) => {
  const { code, message, remedy } = toSaldovaktError(thrown);
  const what = code === "INTERNAL" && thrown instanceof Error ? thrown.message : message;
  process.stderr.write(`skatteetaten: ${what} (${code})\n${remedy === undefined ? "" : `${remedy}\n`}`);
  process.exitCode = 2;
});
