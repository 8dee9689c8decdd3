import type { Store } from "./port.ts";

type Facts = Pick<Store, "fact" | "putFact">;

/** The facts of one part of the installation, under names of their own: what is kept here is never mistaken for another part's. */
export const factsOf = (store: Facts, part: string): Facts => ({
  fact: (name) => store.fact(`${part}.${name}`),
  putFact: (name, value, expected) => store.putFact(`${part}.${name}`, value, expected),
});
