#!/usr/bin/env node
// Starts the program on the Node it is made for. Plain JavaScript that Node 20 reads too: where the Node at hand is older than 24, the one installed
// as a dependency is started in its place, with signals and the exit status passed through.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = 24;

if (Number(process.versions.node.split(".")[0]) >= NEEDED) {
  // Node calls its own SQLite and type stripping experimental; users can do nothing about it.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  const { main } = await import("../src/main.ts");
  await main();
} else {
  startOn(bundledNode());
}

/** Where the dependency `node` keeps its program; null when it was not installed. */
function bundledNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("node/package.json"));
    const found = ["node", "node.exe"].map((name) => join(folder, "bin", name)).find((path) => existsSync(path));
    return found ?? null;
  } catch {
    return null;
  }
}

function startOn(node) {
  if (node === null) {
    process.stderr.write(`saldovakt: Node ${NEEDED} is needed, and this is ${process.versions.node} (NODE_TOO_OLD)\n`);
    process.stderr.write(`  Run \`npm ci\` in the project, which brings its own Node, or install Node ${NEEDED}.\n`);
    process.exit(2);
  }
  // The channel tells the program when this process is killed, so that it does not go on by itself.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", () => {
    process.stderr.write("saldovakt: the project's own Node cannot be started (NODE_UNUSABLE)\n  Run `npm ci` in the project.\n");
    process.exit(2);
  });
  child.on("exit", (status, signal) => {
    for (const each of signals) process.removeAllListeners(each);
    if (signal) process.kill(process.pid, signal);
    else process.exit(status ?? 1);
  });
}
