// Time of one forecast per row, at 10 000 rows against 100: linear means a ratio near 1.
import { addDays, DEFAULT_POLICY, forecast, instant, type Minor, type Observation, plainDate, ZERO } from "@saldovakt/domain";
import { interleaved, median, milliseconds, printRatio } from "./measure.ts";

const today = plainDate("2026-11-23");
const stamp = instant(Date.parse("2026-11-23T05:00:00Z"));

/** Half the rows booked, half to come over two months, as a busy account has them. */
function observation(rows: number): Observation {
  const half = rows / 2;
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: 1_000_000 as Minor,
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2026-12-05"),
    asOf: stamp,
    readAt: stamp,
    charges: Array.from({ length: half }, (_, i) => ({
      dueDate: addDays(today, (i * 7) % 60),
      amount: (-1_000 - i) as Minor,
      text: `Moms ${i % 13}`,
      kind: "vat" as const,
      estimated: false,
    })),
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1", referenceType: "OCR" },
    // Every other row is one that estimates are made from.
    history: Array.from({ length: half }, (_, i) =>
      i % 2 === 0
        ? { date: addDays(today, -(i % 555)), text: "Inbetalning", kind: "other" as const, amount: 100 as Minor }
        : { date: addDays(today, -(i % 555)), text: "Avdragen skatt", kind: "employer-tax" as const, amount: -5_000_000 as Minor },
    ),
    historyFrom: addDays(today, -555),
    warnings: [],
  };
}

const perRow = (rows: number, times: number): (() => Promise<number>) => {
  const input = observation(rows);
  return async () => {
    const ms = await milliseconds(() => {
      for (let i = 0; i < times; i++) forecast(input, DEFAULT_POLICY, today);
    });
    return (ms * 1e6) / (times * rows);
  };
};

const contestants = { small: perRow(100, 2_000), large: perRow(10_000, 20) };
await interleaved(3, contestants); // Warm-up.
const figures = await interleaved(15, contestants);
const [small, large] = [median(figures.small), median(figures.large)];
printRatio("forecast, per row, 10 000 : 100", large / small, "≤ 1.3", `${large.toFixed(0)} ns : ${small.toFixed(0)} ns a row`);

// What estimates cost: a typical account's forecast with them against the same without.
const account = observation(500);
const each = (estimates: boolean) => () =>
  milliseconds(() => {
    for (let i = 0; i < 400; i++) forecast(account, { ...DEFAULT_POLICY, estimates }, today);
  });
const ways = { off: each(false), on: each(true) };
await interleaved(3, ways);
const times = await interleaved(15, ways);
const [off, on] = [median(times.off) / 400, median(times.on) / 400];
printRatio("forecast, estimates on : off", on / off, "≤ 1.3", `${(1_000 * on).toFixed(0)} µs : ${(1_000 * off).toFixed(0)} µs, 500 rows`);
