// The limiter at 4 calls a second on the real clock: achieved rate against the allowed one, and windows of a second with more calls than that.
import { createLimiter, memorySlots, systemTimer } from "@saldovakt/http";
import { printRatio } from "./measure.ts";

const PER_SECOND = 4;
const CALLS = 60;

const limiter = createLimiter({ perSecond: PER_SECOND, slots: memorySlots(), timer: systemTimer });
const taken: number[] = [];
// Eight callers that always want the next slot, as the readers of a pass do.
await Promise.all(
  Array.from({ length: 8 }, async () => {
    while (taken.length < CALLS) {
      await limiter.take();
      taken.push(performance.now());
    }
  }),
);

taken.sort((a, b) => a - b);
const span = ((taken.at(-1) as number) - (taken[0] as number)) / 1_000;
const achieved = (taken.length - 1) / span;
const bursts = taken.filter((at, index) => index + PER_SECOND < taken.length && (taken[index + PER_SECOND] as number) - at < 1_000).length;
printRatio(
  "limiter, achieved : allowed",
  achieved / PER_SECOND,
  "≥ 0.98",
  `${achieved.toFixed(3)} calls/s over ${span.toFixed(1)} s, ${bursts} bursts over ${PER_SECOND} in any second`,
);
if (bursts > 0) process.exitCode = 1;
