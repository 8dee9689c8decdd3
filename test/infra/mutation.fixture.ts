import type { StageName } from "./deployments.fixture.ts";
import type { Change } from "./mutate.ts";

/** One way to break the infrastructure, and the one check that must see it. */
export interface Mutation {
  readonly breaks: string;
  readonly by: string;
  /** Production unless given. */
  readonly stage?: StageName;
  readonly change: Change;
}

/** Ways to break one property: each of them by itself. */
export const property = (breaks: string, ways: Readonly<Record<string, Change>>, stage?: StageName): readonly Mutation[] =>
  Object.entries(ways).map(([by, change]) => ({ breaks, by, change, ...(stage ? { stage } : {}) }));
