import { inputError, SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJournal } from "./journal.ts";
import { faultFields, log } from "./log.ts";
import { createMeter } from "./metrics.ts";

let written: string[];

vi.stubEnv("POWERTOOLS_SERVICE_NAME", "saldovakt-test");

beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const lines = () =>
  written
    .flatMap((chunk) => chunk.split("\n"))
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const IDENTITY = "165781006662";

describe("the log", () => {
  it("masks identities and secrets wherever they get in: message, fields, errors and their causes", () => {
    const cause = new Error(`no account ${IDENTITY}`, { cause: new Error("Bearer 1a2b3c") });
    log().error(`about ${IDENTITY}`, { deep: [{ note: `${IDENTITY.slice(2)}`, clientSecret: "hush" }], error: cause });
    log().warn("numbers", { n: Number(IDENTITY), [IDENTITY]: true });
    const all = written.join("");
    expect(lines()).toHaveLength(2);
    expect(all).not.toMatch(/5781006662|hush|1a2b3c/);
    expect(all).toContain("[masked]");
  });

  it("tells a fault by code, scope, message and remedy", () => {
    expect(faultFields(inputError("DATE_INVALID", "a date is not an existing day", "write it as YYYY-MM-DD"))).toEqual({
      code: "DATE_INVALID",
      scope: "input",
      detail: "a date is not an existing day",
      remedy: "write it as YYYY-MM-DD",
    });
  });

  it("tells of a fault in the program where it arose, and nothing of its message", () => {
    const fields = faultFields(toSaldovaktError(new TypeError("cannot read Exempel AB's address")));
    expect(fields).toMatchObject({ code: "INTERNAL", scope: "internal", kind: "TypeError" });
    expect(JSON.stringify(fields)).not.toContain("Exempel");
    expect((fields.frames as string[])[0]).toContain("log.test.ts");
    expect(faultFields(new SaldovaktError("beyond the calendar", { code: "DATE_RANGE", scope: "internal" })).frames).not.toEqual([]);
  });
});

describe("the metrics", () => {
  it("are added up per invocation, with and without their dimension, and then begin anew", () => {
    const meter = createMeter();
    const journal = createJournal(log(), meter);
    for (const shortfall of [true, false, true]) {
      journal.accountRead({ id: "acc_0123456789abcdefghjk" as never, ageSeconds: 60, shortfall, alerts: 0 });
    }
    for (const code of ["SKV_CLOSED", "SKV_CLOSED", "SKV_HTML"]) {
      journal.accountFailed({ id: "acc_0123456789abcdefghjk" as never, code, scope: "transient" });
    }
    meter.publish();
    const metrics = lines().filter((line) => "_aws" in line);
    expect(metrics).toMatchObject([
      { AccountsRead: 3, Shortfalls: 2, SourceAgeSeconds: [60, 60, 60], service: "saldovakt-test" },
      { AccountsFailed: 2, code: "SKV_CLOSED" },
      { AccountsFailed: 1, code: "SKV_HTML" },
    ]);
    const [, failed] = metrics as { _aws: { CloudWatchMetrics: { Dimensions: string[][] }[] } }[];
    expect(failed?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([["service"], ["service", "code"]]);

    written = [];
    meter.publish();
    expect(written).toEqual([]);
  });

  it("take more values than one line holds", () => {
    const meter = createMeter();
    for (let n = 0; n < 250; n++) meter.gauge("SourceAgeSeconds", n);
    meter.publish();
    const values = lines().flatMap(({ SourceAgeSeconds }) => SourceAgeSeconds as number[]);
    expect(values).toEqual(Array.from({ length: 250 }, (_, n) => n));
  });

  it("say of a delivery how it went", () => {
    const meter = createMeter();
    const journal = createJournal(log(), meter);
    journal.deliveryTried({ id: "msg_1", channel: "sns", outcome: "delivered" });
    journal.deliveryTried({ id: "msg_2", channel: "webhook", outcome: "retry", fault: "HTTP_TIMEOUT" });
    meter.publish();
    expect(lines()).toMatchObject([
      { level: "INFO", message: "delivered", delivery: "msg_1" },
      { level: "WARN", message: "not delivered", delivery: "msg_2", code: "HTTP_TIMEOUT" },
      { Deliveries: 1, outcome: "delivered" },
      { Deliveries: 1, outcome: "retry" },
    ]);
  });
});
