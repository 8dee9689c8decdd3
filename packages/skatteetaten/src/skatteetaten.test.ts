import { plainDate, SaldovaktError } from "@saldovakt/domain";
import { retrying, THREE_TRIES, virtualTimer } from "@saldovakt/http";
import { describe, expect, it, test } from "vitest";
import { claim, due, ORG, response, world } from "../test/fakes.ts";
import { createSkatteetaten } from "./skatteetaten.ts";

const open = response(200, { aapentKravMedGjenstaaendeBeloep: [claim([due("2026-12-15", 800)])] });

describe("a reading", () => {
  it("is one call, as documented", async () => {
    const { source, requests } = world(() => open);
    expect((await source.read(ORG)).charges).toHaveLength(1);
    expect(requests).toEqual([
      {
        method: "GET",
        url: `https://api.example/v1/regnskapssystem/${ORG}/aapnekrav`,
        headers: { Accept: "application/json", Authorization: "Bearer token-1", Korrelasjonsid: "id-1" },
        deadlineMs: 60_000,
      },
    ]);
  });

  it("of nothing found is nothing to pay", async () => {
    const { source } = world(() => response(404, { kode: "KB-007" }));
    expect(await source.read(ORG)).toMatchObject({ charges: [], balance: 0, warnings: [] });
  });

  it.each(["", "31336700", "3133670022", "31336700a", "../312345", "165781006662"])("asks nothing for %j", async (identity) => {
    const { source, requests } = world(() => open);
    await expect(source.read(identity)).rejects.toMatchObject({ code: "IDENTITY_LENGTH" });
    expect(requests).toEqual([]);
  });
});

describe("tokens", () => {
  it("a refused one is replaced once, and the call made again", async () => {
    const { source, requests, refused } = world((_request, n) => (n === 1 ? response(401, { kode: "KB-004" }) : open));
    await source.read(ORG);
    expect(requests.map(({ headers }) => headers.Authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(refused).toEqual(["token-1"]);
  });

  it("two refusals are no loop, and alone nobody's fault yet", async () => {
    const { source, requests } = world(() => response(401));
    await expect(source.read(ORG)).rejects.toMatchObject({ code: "SKE_TOKEN_REFUSED", scope: "transient" });
    expect(requests).toHaveLength(2);
  });

  it("that cannot be had are told as they are", async () => {
    const denied = new SaldovaktError("no", { code: "MP_DENIED", scope: "account" });
    const { source, requests } = world(() => open, { token: async () => Promise.reject(denied), refuse: () => undefined });
    await expect(source.read(ORG)).rejects.toBe(denied);
    expect(requests).toEqual([]);
  });

  it("are not asked for again where their source has tried to get one for as long as is worth it", async () => {
    const timer = virtualTimer();
    let asked = 0;
    const getting = async (): Promise<never> => {
      asked++;
      throw new SaldovaktError("out of order", { code: "MP_UNAVAILABLE", scope: "transient" });
    };
    const token = () => retrying(getting, { ...THREE_TRIES, timer, random: () => 0.5 });
    const { source } = world(() => open, { token, refuse: () => undefined });
    await expect(source.read(ORG)).rejects.toMatchObject({ code: "MP_UNAVAILABLE", scope: "transient" });
    expect(asked).toBe(3);
  });
});

describe("a refusal that may be the installation's fault", () => {
  const OTHERS = ["310332704", "314259785", "315058425"];
  const odd = [
    ["KB-004", 401, "SKE_TOKEN_REFUSED"],
    ["KB-003", 404, "SKE_ADDRESS_UNKNOWN"],
    ["KB-008", 406, "SKE_FORMAT_REFUSED"],
  ] as const;

  it.each(odd)("is the account's where others are read: %s", async (kode, status, code) => {
    const { source } = world(({ url }) => (url.includes(ORG) ? response(status, { kode }) : open));
    const [refused, ...read] = await Promise.allSettled([ORG, ...OTHERS].map((org) => source.read(org)));
    expect(refused).toMatchObject({ status: "rejected", reason: { code, scope: "account", message: expect.stringContaining("alone") } });
    expect(read.map(({ status: each }) => each)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    await expect(source.read(ORG)).rejects.toMatchObject({ scope: "account" });
  });

  it.each(odd)("is the installation's where several are refused alike: %s", async (kode, status, code) => {
    const { source } = world(() => response(status, { kode }));
    const outcomes = await Promise.allSettled(OTHERS.map((org) => source.read(org)));
    expect(outcomes).toMatchObject(OTHERS.map(() => ({ reason: { code, scope: "installation" } })));
  });

  it("is nobody's until it is known, however often one organisation meets it", async () => {
    const { source } = world(() => response(404, { kode: "KB-003" }));
    for (let n = 0; n < 4; n++) await expect(source.read(ORG)).rejects.toMatchObject({ scope: "transient" });
  });

  it("is not taken for an account's by what was answered long ago", async () => {
    let closed = false;
    const { source, timer } = world(() => (closed ? response(404, { kode: "KB-003" }) : open));
    await source.read(ORG);
    closed = true;
    await timer.pause(3_600_000);
    await expect(source.read(ORG)).rejects.toMatchObject({ scope: "transient" });
  });
});

describe("trouble", () => {
  it("that passes is tried again, under a new id each time", async () => {
    const { source, requests } = world((_request, n) => (n < 3 ? response(500, { kode: "KB-001" }) : open));
    await source.read(ORG);
    expect(requests.map(({ headers }) => headers.Korrelasjonsid)).toEqual(["id-1", "id-2", "id-3"]);
  });

  it("that stays is told", async () => {
    const { source, requests } = world(() => response(503));
    await expect(source.read(ORG)).rejects.toMatchObject({ code: "SKE_BAD_GATEWAY", scope: "transient" });
    expect(requests).toHaveLength(3);
  });

  it("a short Retry-After is waited out by all callers, a long one told at once", async () => {
    const short = world((_request, n) => (n === 1 ? response(429, "", { "retry-after": "20" }) : open));
    const started = short.timer.now();
    await short.source.read(ORG);
    expect(short.timer.now() - started).toBeGreaterThanOrEqual(20_000);
    const long = world(() => response(429, "", { "retry-after": "3600" }));
    await expect(long.source.read(ORG)).rejects.toMatchObject({ code: "SKE_RATE_LIMITED", retryAfterMs: 3_600_000 });
    await expect(long.source.read(ORG)).rejects.toMatchObject({ code: "SKE_RATE_LIMITED" });
    expect(long.requests).toHaveLength(1);
  });

  it("no fault holds the organisation's number or the token", async () => {
    for (const answer of [
      response(400, { kode: "KB-006", melding: ORG }),
      response(200, { aapentKravMedGjenstaaendeBeloep: ORG }),
      response(418, ORG),
    ]) {
      const { source } = world(() => answer);
      const fault: unknown = await source.read(ORG).catch((thrown: unknown) => thrown);
      expect(fault).toBeInstanceOf(SaldovaktError);
      expect(JSON.stringify([fault, (fault as Error).message, (fault as SaldovaktError).remedy])).not.toMatch(new RegExp(`${ORG}|token-`));
    }
  });
});

test("never more than five calls at once", async () => {
  let underWay = 0;
  let most = 0;
  const { source } = world(async () => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay--;
    return open;
  });
  await Promise.all(Array.from({ length: 40 }, () => source.read(ORG)));
  expect(most).toBe(5);
});

describe("transactions", () => {
  const answers: Readonly<Record<string, unknown>> = {
    aapnekrav: { aapentKravMedGjenstaaendeBeloep: [claim([due("2026-12-15", 800)])] },
    krav: { krav: [claim([due("2026-12-15", 0)], { opprinneligBeloep: 1_800 })] },
    innbetalinger: { innbetaling: [{ innbetalingsdato: "2026-11-10", innbetaltBeloep: -1_000 }] },
    utbetalinger: { utbetaling: [{ utbetaltdato: "2026-11-12", utbetaltBeloep: 55.5 }] },
  };
  const answering = () => world(({ url }) => response(200, answers[new URL(url).pathname.split("/").at(-1) ?? ""] as object));

  it("are claims and payments with signs of their own, the newest first", async () => {
    const { source } = answering();
    expect(await source.transactions(ORG)).toMatchObject({
      from: "2025-11-24",
      booked: [
        { date: "2026-11-12", text: "Utbetaling", amount: -5_550 },
        { date: "2026-11-10", text: "Innbetaling", amount: 100_000 },
        { date: "2026-11-01", text: "Arbeidsgiveravgift, 5. termin 2026", amount: -180_000 },
      ],
      upcoming: [{ date: "2026-12-15", dueDate: "2026-12-15", amount: -80_000 }],
    });
  });

  it("leave out a claim made before the first day, though one of its due dates lies after it", async () => {
    const { source } = answering();
    expect((await source.transactions(ORG, plainDate("2026-11-02"))).booked.map(({ text }) => text)).toEqual(["Utbetaling", "Innbetaling"]);
  });

  it("are asked for over a year at most", async () => {
    const { source, requests } = answering();
    expect((await source.transactions(ORG, plainDate("2020-01-01"))).from).toBe("2025-11-24");
    expect((await source.transactions(ORG, plainDate("2026-11-01"))).from).toBe("2026-11-01");
    const asked = requests.map(({ url }) => new URL(url)).filter((url) => url.search !== "");
    expect(asked.map((url) => url.search)).toEqual([
      ...Array.from({ length: 3 }, () => "?fraOgMed=2025-11-24&tilOgMed=2026-11-23"),
      ...Array.from({ length: 3 }, () => "?fraOgMed=2026-11-01&tilOgMed=2026-11-23"),
    ]);
  });
});

test.each(["http://api.example/v1", "api.example", "https://user@api.example", "https://api.example/v1?x=1"])(
  "refuses the address %j",
  (apiUrl) => {
    const options = {
      tokens: { token: async () => ({ value: "" }), refuse: () => undefined },
      timer: { now: () => 0, pause: async () => undefined },
    };
    const rest = { random: () => 0, correlationId: () => "", now: () => "2026-11-23T05:00:00.000Z" as never };
    expect(() => createSkatteetaten({ settings: { apiUrl, package: "regnskapssystem" }, ...options, ...rest })).toThrow(
      expect.objectContaining({ code: "SKE_ADDRESS_INVALID" }),
    );
  },
);
