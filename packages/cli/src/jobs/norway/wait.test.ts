import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askUntil, type Patience } from "./wait.ts";

function patience(leftMs: number) {
  const pauses: number[] = [];
  const told: number[] = [];
  const made: Patience = {
    timer: { pause: async (ms) => void pauses.push(ms) },
    leftMs,
    waiting: (left) => void told.push(left),
  };
  return { made, pauses, told };
}

const fault = (scope: "transient" | "account") => new SaldovaktError("x", { code: "X", scope });

describe("waiting", () => {
  test("makes no pause where the first answer will do", async () => {
    const { made, pauses } = patience(60_000);
    expect(
      await askUntil(
        async () => 1,
        (answer) => answer === 1,
        made,
      ),
    ).toBe(1);
    expect(pauses).toEqual([]);
  });

  test("takes exactly the time given, whatever that is, and says what is left of it", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 864_000_000 }), async (leftMs) => {
        const { made, pauses, told } = patience(leftMs);
        expect(
          await askUntil(
            async () => "no",
            () => false,
            made,
          ),
        ).toBe("no");
        expect(pauses.reduce((sum, each) => sum + each, 0)).toBeCloseTo(leftMs, 3);
        expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(60_000);
        expect(told).toEqual([...told].sort((a, b) => b - a));
        expect(made.leftMs).toBeLessThanOrEqual(0);
      }),
      { numRuns: 20 },
    ));

  test("shares one time between several questions", async () => {
    const { made, pauses } = patience(10_000);
    for (let each = 0; each < 3; each++)
      await askUntil(
        async () => "no",
        () => false,
        made,
      );
    expect(pauses).toEqual([5_000, 5_000]);
  });

  test("outlasts passing faults, and throws the last of them, or any other at once", async () => {
    let asked = 0;
    const ask = async (): Promise<string> => {
      if (++asked < 3) throw fault("transient");
      return "yes";
    };
    expect(await askUntil(ask, (answer) => answer === "yes", patience(60_000).made)).toBe("yes");
    const always = () => Promise.reject(fault("transient"));
    await expect(askUntil(always, () => true, patience(6_000).made)).rejects.toMatchObject({ scope: "transient" });
    const { made, pauses } = patience(60_000);
    await expect(
      askUntil(
        () => Promise.reject(fault("account")),
        () => true,
        made,
      ),
    ).rejects.toMatchObject({ scope: "account" });
    expect(pauses).toEqual([]);
  });
});
