import { expect, it } from "vitest";
import { accounts } from "./accounts.ts";
import { at } from "./clock.ts";
import { simulateDay } from "./day.ts";
import { realReader } from "./real-reader.ts";

it("takes as many calls and as much time as the real use case over the real client, through a closure too", async () => {
  const day = { accounts: accounts(1_500), troubles: [{ from: at("05:34"), to: at("05:44"), kind: "closed" }] } as const;
  const model = await simulateDay(day);
  const real = await simulateDay({ ...day, reader: realReader });
  expect(real.readings).toHaveLength(1_500);
  expect(model.readings).toHaveLength(1_500);
  // Two per cent, or of a handful two: the order in which a few callers meet the closed door is a matter of microseconds.
  const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.max(2, 0.02 * b));
  near(model.authority.calls, real.authority.calls);
  near(model.authority.inVain, real.authority.inVain);
  near(model.endedAt - model.startedAt, real.endedAt - real.startedAt);
  near(model.runSeconds, real.runSeconds);
});
