// Read–forecast–judge–record for 1 000 accounts, as a rate, against a bare loop that fetches the two answers of each and throws them away.
import { startAuthority } from "./authority.ts";
import { interleaved, median, printRatio } from "./measure.ts";
import { bareLoop, mainJob } from "./readers.ts";

const ACCOUNTS = 1_000;
const { authority, stop } = await startAuthority(ACCOUNTS);
try {
  const { identities } = authority;
  const firsts: number[] = [];
  const job = async (): Promise<number> => {
    const [first, next] = (await mainJob(authority, identities, 2)) as [number, number];
    firsts.push(first);
    return next;
  };
  const contestants = { job, bare: () => bareLoop(authority, identities) };
  await interleaved(2, contestants); // Warm-up.
  firsts.length = 0;
  const figures = await interleaved(7, contestants);
  const rate = (ms: readonly number[]): number => identities.length / (median(ms) / 1_000);
  const bare = rate(figures.bare);
  printRatio(
    "pass, rate of job : bare loop",
    rate(figures.job) / bare,
    "≥ 0.6",
    `${rate(figures.job).toFixed(0)} : ${bare.toFixed(0)} accounts/s`,
  );
  printRatio(
    "  the very first pass : bare loop",
    rate(firsts) / bare,
    "–",
    `${rate(firsts).toFixed(0)} : ${bare.toFixed(0)} accounts/s, with payout settings and first alerts`,
  );
} finally {
  stop();
}
