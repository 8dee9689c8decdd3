import { buffer, text } from "node:stream/consumers";
import { EXIT } from "./fault.ts";
import { streamOutput } from "./output.ts";
import { run } from "./run.ts";

/** A second Ctrl-C within this time is the same one, told twice: by the terminal and by the process that started this one. */
const SAME_SIGNAL_MS = 500;
const PARENT_CHECK_MS = 500;

/** How long open connections may keep a finished command alive. */
const LINGER_MS = 1_000;

/** The `saldovakt` command: this process's arguments, environment, streams and signals given to `run`. */
export async function main(): Promise<void> {
  const stdout = streamOutput(process.stdout);
  const stderr = streamOutput(process.stderr);
  const interrupted = interruptions(() => stderr.passing(null));
  endWithStarter();
  const { env } = process;
  const world = {
    env,
    cwd: process.cwd(),
    stdout,
    stderr,
    nowMs: Date.now,
    stdin: () => text(process.stdin),
    stdinBytes: () => buffer(process.stdin),
    interrupted,
  };
  process.exitCode = await run(process.argv.slice(2), world);
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Ctrl-C and its kin: told to a command that asks, otherwise the end. A command that takes too long to stop is ended by a second one. */
function interruptions(beforeEnd: () => void): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let firstAt: number | null = null;
  const end = (): never => {
    beforeEnd();
    process.exit(EXIT.interrupted);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (waiting.length === 0 || (firstAt !== null && now - firstAt > SAME_SIGNAL_MS)) end();
      firstAt ??= now;
      for (const resolve of waiting) resolve();
    });
  }
  return () => new Promise((resolve) => waiting.push(resolve));
}

/**
 * Started by another process on this one's behalf, this one does not outlive it. bin/saldovakt.mjs holds a channel open for that; npm and npx start a
 * shell in between, which passes no signal on when it is ended, so that a server would go on unseen. That is noticed by the new parent.
 */
function endWithStarter(): void {
  if (process.channel) {
    process.channel.unref();
    process.on("disconnect", () => process.exit(EXIT.internal));
  } else if (process.env.npm_lifecycle_event !== undefined) {
    const starter = process.ppid;
    setInterval(() => {
      if (process.ppid !== starter) process.kill(process.pid, "SIGTERM");
    }, PARENT_CHECK_MS).unref();
  }
}
