// Peak memory of watching 20 000 accounts against watching 1 000, each in a process of its own. Both make as many readings: V8 lets its heap grow with
// what has been allocated so far, and that growth, which levels off, says nothing about the number of accounts.
import { fork } from "node:child_process";
import { type Authority, startAuthority } from "./authority.ts";
import { printRatio } from "./measure.ts";
import { mainJob } from "./readers.ts";

const SMALL = 1_000;
const LARGE = 20_000;

interface Task {
  readonly authority: Authority;
  readonly accounts: number;
  readonly passes: number;
}

if (process.send) {
  process.once("message", async (message) => {
    const { authority, accounts, passes } = message as Task;
    await mainJob(authority, authority.identities.slice(0, accounts), passes);
    process.send?.(process.resourceUsage().maxRSS / 1_024, () => process.exit(0));
  });
} else {
  const { authority, stop } = await startAuthority(LARGE);
  const peak = (accounts: number, passes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = fork(import.meta.filename);
      child.send({ authority, accounts, passes } satisfies Task);
      child.once("message", (mb) => resolve(mb as number));
      child.once("exit", (status) => (status === 0 ? undefined : reject(new Error(`the pass ended with ${status}`))));
    });
  try {
    const [small, large] = [await peak(SMALL, LARGE / SMALL), await peak(LARGE, 1)];
    printRatio(
      "pass, peak memory 20 000 : 1 000",
      large / small,
      "≤ 1.3",
      `${large.toFixed(0)} : ${small.toFixed(0)} MB for 20 000 readings each`,
    );
  } finally {
    stop();
  }
}
