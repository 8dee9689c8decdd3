import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlainDate, plainDate } from "@saldovakt/domain";
import { type SimulatedSkatteverket, type SimulatorOptions, startSkatteverket } from "@saldovakt/simulator";
import type { World } from "../src/context.ts";
import type { Output } from "../src/output.ts";
import { run } from "../src/run.ts";

export const TODAY: PlainDate = plainDate("2026-11-23");

export const LAUNCHER = join(import.meta.dirname, "..", "bin", "saldovakt.mjs");

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An output that remembers, and tells whoever listens; no terminal. */
export function memoryOutput(heard: (line: string) => void = () => {}): Output & { readonly text: () => string } {
  const written: string[] = [];
  return {
    terminal: false,
    lines(...lines) {
      written.push(...lines.map((line) => `${line}\n`));
      lines.forEach(heard);
    },
    style: (_, text) => text,
    passing: () => {},
    text: () => written.join(""),
  };
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly nowMs?: () => number;
  readonly interrupted?: () => Promise<void>;
  /** Given each line of standard output as it is written. */
  readonly heard?: (line: string) => void;
}

/** The command carried out in this process: as the real one, without the cost of starting it. */
export async function inProcess(cwd: string, args: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  const [stdout, stderr] = [memoryOutput(around.heard), memoryOutput()];
  const world: World = {
    env: around.env ?? {},
    cwd,
    stdout,
    stderr,
    nowMs: around.nowMs ?? Date.now,
    stdin: async () => around.input ?? "",
    stdinBytes: async () => Buffer.from(around.input ?? ""),
    interrupted: around.interrupted ?? (() => new Promise(() => {})),
  };
  const status = await run(args, world);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** The real command in a process of its own. */
export function started(cwd: string, args: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, LAUNCHER, ...args], { cwd, env: { PATH: process.env.PATH ?? "", HOME: cwd } });
}

export function ended(child: ChildProcess): Promise<Outcome> {
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString("utf8");
  }) as [() => string, () => string];
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout: stdout(), stderr: stderr() }));
  });
}

/** What `saldovakt serve` says of where it serves, as soon as it does. */
export const PAGES = /^Pages (http:\S+),/m;

export interface Serving {
  readonly at: string;
  /** What it has written on standard error so far. */
  readonly stderr: () => string;
  /** Ctrl-C; resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

/** `saldovakt serve` in a process of its own, on a free port, once it serves. */
export async function serving(cwd: string, ...args: readonly string[]): Promise<Serving> {
  const child = started(cwd, ["serve", "--port", "0", ...args]);
  let [said, told] = ["", ""];
  child.stderr?.on("data", (chunk: Buffer) => {
    told += chunk;
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const at = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk;
      const address = PAGES.exec(said)?.[1];
      if (address) resolve(address);
    });
    void closed.then(() => reject(new Error(`it ended by itself: ${told}`)));
  });
  const stop = (): Promise<void> => {
    child.kill("SIGINT");
    return closed;
  };
  return { at, stop, stderr: () => told };
}

export interface Installation {
  readonly dir: string;
  readonly authority: SimulatedSkatteverket;
  /** Identities in the authority's order. */
  readonly identities: readonly string[];
  readonly path: (name: string) => string;
  readonly write: (name: string, content: unknown) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
  /** Writes `saldovakt.json`: the working one with these sections in place of its own. */
  readonly configure: (sections?: object) => Promise<void>;
  readonly run: (args: readonly string[], around?: Surroundings) => Promise<Outcome>;
  readonly spawn: (args: readonly string[]) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** A folder with a working configuration of a simulated authority. */
export async function install(options: Partial<SimulatorOptions> = {}): Promise<Installation> {
  const dir = await mkdtemp(join(tmpdir(), "saldovakt-cli-"));
  const authority = await startSkatteverket({ today: TODAY, requestsPerSecond: Number.POSITIVE_INFINITY, ...options });
  const path = (name: string): string => join(dir, name);
  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(path(name), typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
  await write("ca.pem", authority.ca);
  await write("skatteverket.secret.json", authority.secret);
  const { apiUrl, tokenUrl } = authority;
  const whole = {
    skatteverket: {
      environment: "test",
      apiUrl,
      tokenUrl,
      ca: "file:ca.pem",
      secret: "file:skatteverket.secret.json",
      requestsPerSecond: 100,
    },
    policy: { language: "en" },
    accounts: authority.companies.map(({ identity, name }) => ({ identity, name })),
  };
  const configure = (sections: object = {}): Promise<void> => write("saldovakt.json", { ...whole, ...sections });
  await configure();
  return {
    ...{ dir, authority, path, write, configure },
    identities: authority.companies.map(({ identity }) => identity),
    read: (name) => readFile(path(name), "utf8"),
    run: (args, around) => inProcess(dir, args, around),
    spawn: (args) => ended(started(dir, args)),
    async close() {
      await authority.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The lines of a fault as the contract has them: one that says what with a code, then what to do; never a stack. */
export const FAULT = (code: string): RegExp => new RegExp(`^saldovakt: [^\\n]+ \\(${code}\\)\\n {2}[^\\n]+\\n$`);
