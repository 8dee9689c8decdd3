// Peak memory of a pass over 20 000 accounts against one over 1 000, each in a process of its own.
import { fork } from "node:child_process";
import { type Authority, startAuthority } from "./authority.ts";
import { printRatio } from "./measure.ts";
import { mainJob } from "./readers.ts";

const SMALL = 1_000;
const LARGE = 20_000;

if (process.send) {
  process.once("message", async (authority) => {
    await mainJob(authority as Authority, (authority as Authority).identities);
    process.send?.(process.resourceUsage().maxRSS / 1_024, () => process.exit(0));
  });
} else {
  const { authority, stop } = await startAuthority(LARGE);
  const peak = (accounts: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = fork(import.meta.filename);
      child.send({ ...authority, identities: authority.identities.slice(0, accounts) });
      child.once("message", (mb) => resolve(mb as number));
      child.once("exit", (status) => (status === 0 ? undefined : reject(new Error(`the pass ended with ${status}`))));
    });
  try {
    const [small, large] = [await peak(SMALL), await peak(LARGE)];
    printRatio("pass, peak memory 20 000 : 1 000", large / small, "≤ 1.3", `${large.toFixed(0)} : ${small.toFixed(0)} MB`);
  } finally {
    stop();
  }
}
