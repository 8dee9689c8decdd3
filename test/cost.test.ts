import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bill, COUNTED, costTable, MEASURED, SIZES, usage, usageTable } from "../bench/cost.ts";
import { tableUsage } from "../bench/units.ts";
import { tableIn } from "./scale/document.ts";

const root = join(import.meta.dirname, "..");
const document = readFileSync(join(root, "docs/cost.md"), "utf8");
const sum = (accounts: number): number => bill(accounts).reduce((total, { dollars }) => total + dollars, 0);

describe("docs/cost.md", () => {
  it("shows what the script works out", () => {
    expect(tableIn(document, "cost")).toBe(costTable());
    expect(tableIn(document, "usage")).toBe(usageTable());
  });
});

describe("the bill", () => {
  it("has a part that is the same for all, and one that grows with the accounts", () => {
    const fixed = sum(0);
    expect(fixed).toBeGreaterThan(5);
    const [few, some, many] = SIZES.map((size) => sum(size) - fixed) as [number, number, number];
    expect(few).toBeLessThan(0.5);
    expect(many / some).toBeGreaterThan(90);
    expect(many / some).toBeLessThan(110);
  });

  it("charges `watch` for the time it waits, by the memory it has", () => {
    const { watchSeconds, lambdaGbSeconds } = usage(100_000);
    expect(watchSeconds / 30.4 / 3600).toBeCloseTo(30, 0);
    expect(lambdaGbSeconds / watchSeconds).toBeGreaterThan(0.5);
    expect(lambdaGbSeconds / watchSeconds).toBeLessThan(0.6);
  });

  it("counts what the infrastructure has", () => {
    const record = readFileSync(join(root, "test/infra/snapshots/production.txt"), "utf8");
    const count = (type: string): number => record.split("\n").filter((line) => line.startsWith(`aws:${type}:`)).length;
    expect(count("lambda/eventSourceMapping")).toBe(COUNTED.queues);
    expect(count("cloudwatch/dashboard")).toBe(COUNTED.dashboards);
    expect(count("kms/key")).toBe(1);
    // Some alarms look at more than one metric, and each is charged.
    expect(count("cloudwatch/metricAlarm")).toBeLessThanOrEqual(COUNTED.alarmMetrics);
  });

  it("reckons with what an emulator of the table counts", async () => {
    const { quietReading, tellingReading, delivery, reservations, bytesQuiet, bytesWithAlert } = await tableUsage();
    expect(quietReading).toEqual({ read: MEASURED.readsAReading, write: MEASURED.writesAReading });
    expect(tellingReading.read - quietReading.read).toBe(MEASURED.readsAnAlert);
    expect(tellingReading.write - quietReading.write).toBe(MEASURED.writesAnAlert);
    expect(delivery).toEqual({ read: MEASURED.readsADelivery, write: MEASURED.writesADelivery });
    expect(reservations.write).toBe(2);
    expect(Math.abs(bytesQuiet / MEASURED.bytesAnAccount - 1)).toBeLessThan(0.1);
    expect(Math.abs((bytesWithAlert - bytesQuiet) / MEASURED.bytesAnAlert - 1)).toBeLessThan(0.1);
  });
});
