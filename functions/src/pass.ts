import type { Instant, PlainDate } from "@saldovakt/domain";
import type { Facts } from "./installation-fault.ts";

/** The name of the fact that holds the last pass planned, for whoever asks how things stand. */
export const PASS = "pass";

export interface Pass {
  readonly day: PlainDate;
  readonly planned: number;
  readonly at: Instant;
}

const TRIES = 3;

/** Keeps the pass, unless a later one stands. Losing to other writers time and again is harmless: their passes are as new as this. */
export async function recordPass(facts: Facts, pass: Pass): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const standing = await facts.fact(PASS);
    if (standing && (JSON.parse(standing.value) as Pass).at > pass.at) return;
    if (await facts.putFact(PASS, JSON.stringify(pass), standing?.version ?? 0)) return;
  }
}
