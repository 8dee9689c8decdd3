import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_WAIT_MS, parseRetryAfter, type RetryOptions, retrying, THREE_TRIES } from "./retry.ts";
import { virtualTimer } from "./virtual-timer.ts";

const passing = (retryAfterMs?: number): SaldovaktError =>
  new SaldovaktError("busy", { code: "BUSY", scope: "transient", ...(retryAfterMs !== undefined && { retryAfterMs }) });
const lasting = new SaldovaktError("refused", { code: "REFUSED", scope: "installation" });

/** Fails as listed, then succeeds; tells when it was tried. */
async function run(failures: readonly unknown[], options: Partial<RetryOptions> = {}) {
  const timer = virtualTimer(1_000_000);
  const tries: [number, number][] = [];
  const outcome = await retrying(
    async () => {
      const n = tries.length + 1;
      tries.push([n, timer.now() - 1_000_000]);
      if (n <= failures.length) throw failures[n - 1];
      return `done at ${n}`;
    },
    { attempts: 5, baseMs: 100, capMs: 1000, timer, random: () => 0.5, ...options },
  ).catch((error: unknown) => error);
  return { outcome, tries };
}

describe("retrying", () => {
  it("gives the first success, with doubled and capped waits before it", async () => {
    expect(await run([])).toEqual({ outcome: "done at 1", tries: [[1, 0]] });
    const many = Array.from({ length: 6 }, () => passing());
    expect(await run(many, { attempts: 7, random: () => 1 - 2 ** -53 })).toMatchObject({
      outcome: "done at 7",
      tries: [1, 2, 3, 4, 5, 6, 7].map((n, i) => [n, expect.closeTo([0, 100, 300, 700, 1500, 2500, 3500][i] ?? 0, 3)]),
    });
  });

  it("throws the last error when the tries are used up", async () => {
    const errors = Array.from({ length: 9 }, () => passing());
    const { outcome, tries } = await run(errors, { attempts: 3 });
    expect(outcome).toBe(errors[2]);
    expect(tries).toHaveLength(3);
  });

  it("never repeats what does not pass by itself", async () => {
    for (const error of [lasting, new Error("a fault in the program"), "thrown text"]) {
      expect(await run([passing(), error])).toMatchObject({
        outcome: error,
        tries: [
          [1, 0],
          [2, 50],
        ],
      });
    }
  });

  it("waits at least as long as the error asks", async () => {
    const { tries } = await run([passing(30_000), passing(0), passing(-5)]);
    expect(tries.map(([, at]) => at)).toEqual([0, 30_050, 30_150, 30_350]);
  });

  it("waits a minute within a call, and gives up at once where more is asked for", async () => {
    expect(await run([passing(LONGEST_WAIT_MS)])).toMatchObject({ outcome: "done at 2" });
    const long = passing(LONGEST_WAIT_MS + 1);
    expect(await run([passing(), long])).toMatchObject({
      outcome: long,
      tries: [
        [1, 0],
        [2, 50],
      ],
    });
  });

  it("gives up at once on what is not worth another try", async () => {
    const vain = passing();
    expect(await run([passing(), vain], { worthwhile: (error) => error !== vain })).toMatchObject({ outcome: vain });
  });

  it("does not multiply tries within tries", async () => {
    const timer = virtualTimer();
    const options = { ...THREE_TRIES, timer, random: () => 0.5 };
    let tries = 0;
    const failing = async (): Promise<never> => {
      tries++;
      throw passing();
    };
    await expect(retrying(() => retrying(failing, options), options)).rejects.toMatchObject({ code: "BUSY" });
    expect(tries).toBe(3);
    expect(timer.now()).toBe(750);
  });

  it("keeps every wait between nothing and the doubled limit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (failures, random) => {
          const { tries } = await run(
            Array.from({ length: failures }, () => passing()),
            { attempts: 9, random: () => random },
          );
          tries.slice(1).forEach(([n, at], i) => {
            const wait = at - (tries[i]?.[1] ?? 0);
            expect(wait).toBeGreaterThanOrEqual(0);
            expect(wait).toBeLessThanOrEqual(Math.min(1000, 100 * 2 ** (n - 2)) + 1e-6);
          });
        },
      ),
    );
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-20T06:00:00Z");

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Fri, 20 Nov 2026 06:01:00 GMT", 60_000],
    ["Friday, 20-Nov-26 06:01:00 GMT", 60_000],
    ["Fri Nov 20 06:01:00 2026", 60_000],
    ["Sun Dec  6 06:01:00 2026", 86_400_000],
    ["Fri, 20 Nov 2026 05:00:00 GMT", 0],
    ["999999999999999999999999", 86_400_000],
  ])("%s", (header, wait) => expect(parseRetryAfter(header, now)).toBe(wait));

  it.each([
    undefined,
    "",
    "soon",
    "-1",
    "1.5",
    "2026-11-20",
    "2026-11-20T06:01:00Z",
    "Fri, 99 Nov 2026 06:01:00 GMT",
    "Fri, 20 Nov 2026 06:01:00 CET",
    "0x10",
  ])("%s is not readable", (header) => expect(parseRetryAfter(header, now)).toBeUndefined());

  it("reads back every second of the coming day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
        const date = new Date(now + seconds * 1000).toUTCString();
        expect(parseRetryAfter(date, now)).toBe(seconds * 1000);
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds * 1000);
      }),
    );
  });

  it("is bounded, whatever is sent", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const wait = parseRetryAfter(header, now) ?? 0;
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});
