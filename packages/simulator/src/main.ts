import { once } from "node:events";
import { toSaldovaktError } from "@saldovakt/domain";
import { readArguments, startAsAsked, USAGE } from "./command.ts";

/** Runs the simulator until it is told to stop, be it before it has quite started. */
async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2), Date.now());
  if (!asked) {
    process.stdout.write(USAGE);
    return;
  }
  const told = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => told.abort());
  const skatteverket = await startAsAsked(asked, (line) => process.stdout.write(`${line}\n`));
  if (!told.signal.aborted) await once(told.signal, "abort");
  await skatteverket.close();
}

main().catch((thrown: unknown) => {
  const { code, message, remedy } = toSaldovaktError(thrown);
  const what = code === "INTERNAL" && thrown instanceof Error ? thrown.message : message;
  process.stderr.write(`skatteverket: ${what} (${code})\n${remedy === undefined ? "" : `${remedy}\n`}`);
  process.exitCode = 2;
});
