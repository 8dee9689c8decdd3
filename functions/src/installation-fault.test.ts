import { type Instant, instant, type PlainDate, SaldovaktError } from "@saldovakt/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { HELD_MS, INSTALLATION_FAULT, installationFaults, PUT_AWAY_SECONDS } from "./installation-fault.ts";
import { factsFixture } from "./records.fixture.ts";

const fault = (code = "SKV_KEYS_REFUSED"): SaldovaktError => new SaldovaktError("refused", { code, scope: "installation" });

const NOON = Date.parse("2026-11-23T11:00:00Z");
let facts: ReturnType<typeof factsFixture>;
let at: number;
let day: PlainDate;
/** Another worker, or the same one at its next batch. */
const worker = () =>
  installationFaults(
    facts,
    () => instant(at),
    () => day,
  );

beforeEach(() => {
  facts = factsFixture();
  at = NOON;
  day = "2026-11-23" as PlainDate;
});

describe("a fault of the installation", () => {
  it("is told once a day and code, whichever worker meets it", async () => {
    expect(await worker().report(fault())).toBe(true);
    expect(await worker().report(fault())).toBe(false);
    expect(await worker().report(fault("CERTIFICATE_EXPIRED"))).toBe(true);
    expect(await worker().report(fault())).toBe(false);
    day = "2026-11-24" as PlainDate;
    expect(await worker().report(fault())).toBe(true);
  });

  it("is told by one of two workers who meet it at the same moment", async () => {
    facts.loseNext(INSTALLATION_FAULT, JSON.stringify({ day, told: ["SKV_KEYS_REFUSED"], at: instant(at) }));
    expect(await worker().report(fault())).toBe(false);
    facts.loseNext(INSTALLATION_FAULT, JSON.stringify({ day, told: ["SKV_KEYS_REFUSED"], at: instant(at) }));
    expect(await worker().report(fault("CERTIFICATE_EXPIRED"))).toBe(true);
  });

  it("holds every worker for ten minutes, and messages for longer", async () => {
    expect(await worker().held()).toBe(false);
    await worker().report(fault());
    expect(await worker().held()).toBe(true);
    at = NOON + HELD_MS - 1;
    expect(await worker().held()).toBe(true);
    at = NOON + HELD_MS;
    expect(await worker().held()).toBe(false);
    expect(PUT_AWAY_SECONDS * 1000).toBeGreaterThan(HELD_MS);
  });

  it("holds anew when it is met again", async () => {
    await worker().report(fault());
    at = NOON + HELD_MS;
    await worker().report(fault());
    at += HELD_MS - 1;
    expect(await worker().held()).toBe(true);
  });

  it("is over with the first reading that succeeds, and not told again that day", async () => {
    await worker().report(fault());
    at = NOON + HELD_MS;
    const reader = worker();
    await reader.held();
    await reader.clear();
    at = NOON + HELD_MS + 1;
    expect(await worker().held()).toBe(false);
    expect(await worker().report(fault())).toBe(false);
    expect(await worker().held()).toBe(true);
  });

  it("costs a batch one reading and no writing while all is well", async () => {
    let reads = 0;
    const counting = {
      fact: async () => {
        reads++;
        return null;
      },
      putFact: async () => Promise.reject(new Error("written")),
    };
    const quiet = installationFaults(
      counting,
      () => instant(at) as Instant,
      () => day,
    );
    await quiet.held();
    for (let n = 0; n < 10; n++) await quiet.clear();
    expect(reads).toBe(1);
  });
});
