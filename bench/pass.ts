// Read–forecast–judge–record for 1 000 accounts, as a rate, against a bare loop that fetches the same answers and throws them away.
import { startAuthority } from "./authority.ts";
import { interleaved, median, printRatio } from "./measure.ts";
import { bareLoop, mainJob } from "./readers.ts";

const ACCOUNTS = 1_000;
const { authority, stop } = await startAuthority(ACCOUNTS);
try {
  const { identities } = authority;
  const contestants = { job: () => mainJob(authority, identities), bare: () => bareLoop(authority, identities) };
  await interleaved(1, contestants); // Warm-up.
  const figures = await interleaved(5, contestants);
  const rate = (ms: number): number => identities.length / (ms / 1_000);
  const [job, bare] = [rate(median(figures.job)), rate(median(figures.bare))];
  printRatio("pass, rate of job : bare loop", job / bare, "≥ 0.6", `${job.toFixed(0)} : ${bare.toFixed(0)} accounts/s`);
} finally {
  stop();
}
