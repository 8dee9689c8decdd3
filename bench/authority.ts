// A simulated Skatteverket in a process of its own, without a call limit, so that it takes no time from what is measured.
import { type ChildProcess, fork } from "node:child_process";
import type { SkatteverketSecret } from "@saldovakt/simulator";

export interface Authority {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly ca: string;
  readonly secret: SkatteverketSecret;
  readonly identities: readonly string[];
}

export const TODAY = "2026-11-23";

/** Starts it with so many companies; `stop` ends it. */
export async function startAuthority(companies: number): Promise<{ authority: Authority; stop: () => void }> {
  const child: ChildProcess = fork(import.meta.filename, [String(companies)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const authority = await new Promise<Authority>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Authority));
    child.once("exit", (status) => reject(new Error(`the simulator ended with ${status}`)));
  });
  return { authority, stop: () => child.kill() };
}

if (process.argv[1] === import.meta.filename) {
  const { startSkatteverket } = await import("@saldovakt/simulator");
  const { plainDate } = await import("@saldovakt/domain");
  const simulated = await startSkatteverket({
    today: plainDate(TODAY),
    companies: Number(process.argv[2]),
    requestsPerSecond: Number.POSITIVE_INFINITY,
  });
  const { apiUrl, tokenUrl, ca, secret, companies } = simulated;
  const identities = companies.filter((company) => company.ombud).map((company) => company.identity);
  process.send?.({ apiUrl, tokenUrl, ca, secret, identities });
}
