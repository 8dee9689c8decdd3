import type { StageRecord } from "../record.ts";

/** One property that every stage has. */
export interface Check {
  /** The property, as a sentence. */
  readonly holds: string;
  /** What stands against it, each naming a resource; empty when it holds. */
  readonly find: (record: StageRecord) => readonly string[];
}

/** A sentence for each resource that fails. */
export const failing = <T>(things: readonly T[], isRight: (thing: T) => boolean, says: (thing: T) => string): readonly string[] =>
  things.filter((thing) => !isRight(thing)).map(says);
