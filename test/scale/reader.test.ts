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
  const near = (a: number, b: number, slack = 0): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.max(slack, 0.02 * b));
  near(model.authority.calls, real.authority.calls);
  // A batch meets the closed door with four accounts at once, three tries each: one such round more or less is chance.
  near(model.authority.inVain, real.authority.inVain, 12);
  near(model.endedAt - model.startedAt, real.endedAt - real.startedAt);
  near(model.runSeconds, real.runSeconds);
});
