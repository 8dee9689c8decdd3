import { SaldovaktError } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import { chance } from "./chance.ts";

/** A time in which the authority does not do what it should. */
export interface Trouble {
  readonly from: number;
  readonly to: number;
  /** `closed` for everybody, without a word of when it opens; or it refuses our `keys`. */
  readonly kind: "closed" | "keys";
}

export interface AuthorityFigures {
  calls: number;
  /** Calls that were answered in trouble. */
  inVain: number;
  /** The most calls that began within one second. */
  mostInOneSecond: number;
}

export interface Authority {
  /** One call, which the caller has its slot for; throws what the client makes of a refusal. */
  call(): Promise<void>;
  readonly figures: AuthorityFigures;
}

/** Skatteverket answers in under a second on average (service description 2.3): here 0.3 s, 0.15 at least, now and then two. */
const LEAST_MS = 150;
const MEAN_MS = 300;
const REFUSAL_MS = 100;

const FAULT = {
  closed: ["SKV_CLOSED", "transient"],
  keys: ["SKV_KEYS_REFUSED", "installation"],
} as const;

export function authority(timer: Timer, troubles: readonly Trouble[]): Authority {
  const random = chance(3);
  const figures: AuthorityFigures = { calls: 0, inVain: 0, mostInOneSecond: 0 };
  const lately: number[] = [];
  return {
    figures,
    async call() {
      const now = timer.now();
      figures.calls++;
      lately.push(now);
      while ((lately[0] as number) <= now - 1000) lately.shift();
      figures.mostInOneSecond = Math.max(figures.mostInOneSecond, lately.length);
      const trouble = troubles.find(({ from, to }) => now >= from && now < to);
      if (!trouble) return timer.pause(LEAST_MS - (MEAN_MS - LEAST_MS) * Math.log(1 - random()));
      figures.inVain++;
      await timer.pause(REFUSAL_MS);
      const [code, scope] = FAULT[trouble.kind];
      throw new SaldovaktError("no answer to be had", { code, scope });
    },
  };
}
