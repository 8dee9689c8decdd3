import { type AccountAccess, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { Maskinporten } from "@saldovakt/maskinporten";
import type { Skatteverket } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import type { Authority } from "../wiring/authority.ts";
import type { NorwegianAccess } from "../wiring/skatteetaten.ts";
import type { Access } from "../wiring/skatteverket.ts";

/** What the checks have found so far, for those that rest on it. */
export interface Bench {
  readonly context: Context;
  /** The account the user wants tried. */
  readonly account: string | null;
  loaded?: Loaded;
  access?: Access;
  skatteverket?: Skatteverket;
  /** Of the Norwegian account that is tried. */
  norwegianAccess?: AccountAccess;
  norway?: { readonly access: NorwegianAccess; readonly authority: Authority & { readonly maskinporten: Maskinporten } };
}

/** All is well, in words, with what is worth knowing beside it. */
export interface Well {
  readonly what: string;
  readonly notes?: readonly string[];
  /** It is not refused, but nothing says that it will work: marked as a doubt. */
  readonly doubtful?: true;
}

export type Finding = { readonly name: string; readonly what: string } & (
  | { readonly status: "ok"; readonly notes: readonly string[]; readonly doubtful: boolean }
  | { readonly status: "skipped" }
  | { readonly status: "fault"; readonly fault: SaldovaktError }
);

export interface Check {
  readonly name: string;
  /** Checks without whose success this one says nothing. */
  readonly needs?: readonly string[];
  /** Whether the configuration has it at all. */
  readonly applies?: (bench: Bench) => boolean;
  /** Throws the fault it finds; a text is the reason why there is nothing to look at. */
  readonly look: (bench: Bench) => Promise<Well | string>;
}

/** Carries the checks out one after the other; one that rests on a fault is not made. */
export async function* inTurn(checks: readonly Check[], bench: Bench, before: (name: string) => void): AsyncGenerator<Finding> {
  const well = new Set<string>();
  for (const { name, needs = [], applies, look } of checks) {
    if (applies && !applies(bench)) continue;
    const missing = needs.find((each) => !well.has(each));
    if (missing !== undefined) {
      yield { name, status: "skipped", what: `not looked at: it rests on the ${missing}` };
      continue;
    }
    before(name);
    const found = await look(bench).catch((thrown: unknown) => toSaldovaktError(thrown));
    if (typeof found === "string") yield { name, status: "skipped", what: found };
    else if (found instanceof Error) yield { name, status: "fault", what: found.message, fault: found };
    else {
      well.add(name);
      yield { name, status: "ok", what: found.what, notes: found.notes ?? [], doubtful: found.doubtful ?? false };
    }
  }
}

/** What the bench holds once the check before has succeeded. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a check ran before what it rests on");
  return value;
}
