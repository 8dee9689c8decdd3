import { resolve } from "node:path";
import { inputError, type PlainDate, plainDate } from "@saldovakt/domain";
import type { Clock } from "@saldovakt/service";
import { clockOn, realClock } from "./clock.ts";
import type { Output } from "./output.ts";

/** What a command has of the machine it runs on. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** For results. */
  readonly stdout: Output;
  /** For progress, faults and advice. */
  readonly stderr: Output;
  readonly nowMs: () => number;
  /** All of standard input, as text. */
  readonly stdin: () => Promise<string>;
  /** The same as it came, for files in whatever encoding. */
  readonly stdinBytes: () => Promise<Uint8Array>;
  /**
   * Resolves when the user wants the command to stop (Ctrl-C). A command that asks takes it upon itself to end cleanly; any other is ended on
   * the spot, which loses nothing, since every write is safe to repeat.
   */
  readonly interrupted: () => Promise<void>;
}

/** The options every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly today?: string;
  readonly verbose?: boolean;
}

export interface Context extends World {
  /** The configuration's file, absolute, and as the user wrote it. */
  readonly configFile: string;
  readonly configName: string;
  readonly verbose: boolean;
  /** The clock of `--today`, which every judgement goes by. */
  readonly clock: Clock;
  /** The clock as it is: for tokens, call rates, certificates and deliveries, whose other side goes by it. */
  readonly real: Clock;
}

/** Throws `DATE_INVALID` for a `--today` that is no day. */
export function contextOf(world: World, options: GlobalOptions): Context {
  const real = realClock(world.nowMs);
  return {
    ...world,
    configFile: resolve(world.cwd, options.config),
    configName: options.config,
    verbose: options.verbose === true,
    clock: options.today === undefined ? real : clockOn(statedDay(options.today), world.nowMs),
    real,
  };
}

function statedDay(text: string): PlainDate {
  try {
    return plainDate(text);
  } catch {
    throw inputError("DATE_INVALID", "--today is not an existing day", "write it as YYYY-MM-DD, for example --today 2026-12-14");
  }
}

/** The one JSON document of a command with `--json`. */
export const printJson = (context: World, document: unknown): void => context.stdout.lines(JSON.stringify(document, null, 2));
