import type { Instant, PlainDate, SourceName } from "@saldovakt/domain";
import type { Facts } from "@saldovakt/service";

/** The name of the fact that holds the last pass planned over one authority's accounts, for whoever asks how things stand. */
export const passOf = (source: SourceName): string => (source === "skatteverket" ? "pass" : `pass.${source}`);

export interface Pass {
  readonly day: PlainDate;
  readonly planned: number;
  readonly at: Instant;
}

const TRIES = 3;

/** Keeps the pass, unless a later one stands. Losing to other writers time and again is harmless: their passes are as new as this. */
export async function recordPass(facts: Facts, source: SourceName, pass: Pass): Promise<void> {
  const name = passOf(source);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const standing = await facts.fact(name);
    if (standing && (JSON.parse(standing.value) as Pass).at > pass.at) return;
    if (await facts.putFact(name, JSON.stringify(pass), standing?.version ?? 0)) return;
  }
}
