import { plainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { client, firstIdentity, start, today } from "./test-house.ts";
import type { SimulatorOptions } from "./types.ts";

const OPERATIONS = ["saldo", "transaktioner", "utbetalningskonto", "utbetalningssparrar"];

describe("a right caller", () => {
  test("gets a token and all four answers, on a connection checked by the simulator's own authority", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    expect(skatteverket.apiUrl).toMatch(/^https:\/\/localhost:\d+\/beskattning\/skattekonto\/v2$/);
    expect(skatteverket.tokenUrl).toMatch(/^https:\/\/localhost:\d+\/oauth2\/v1\/sysorg\/token$/);
    const granted = await caller.askForToken();
    expect(granted.status).toBe(200);
    expect(granted.json()).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: "Bearer", scope: "ska" });
    const token = String(granted.json().access_token);
    for (const operation of OPERATIONS) {
      const answer = await caller.get(`/skattekonton/${firstIdentity(skatteverket)}/${operation}`, token);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toMatch(/^application\/json/);
      expect(answer.json()).toHaveProperty("senastUppdaterad");
    }
    expect(skatteverket.requests.map(({ kind, status, tokenGeneration }) => [kind, status, tokenGeneration])).toEqual([
      ["token", 200, undefined],
      ...OPERATIONS.map((operation) => [operation, 200, 1]),
    ]);
  });

  test("finds the same companies and answers with the same seed and day, and others with another seed", async () => {
    const read = async (options: Partial<SimulatorOptions>): Promise<string[]> => {
      const skatteverket = await start(options);
      const caller = client(skatteverket);
      const token = await caller.token();
      const bodies: string[] = [];
      for (const { identity } of skatteverket.companies) {
        for (const operation of OPERATIONS) bodies.push((await caller.get(`/skattekonton/${identity}/${operation}`, token)).body);
      }
      return bodies;
    };
    const [once, again, other] = await Promise.all([read({ seed: 7 }), read({ seed: 7 }), read({ seed: 8 })]);
    expect(once).toHaveLength(48);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test("is let in by PKCS#12, too", async () => {
    const skatteverket = await start();
    const secret = await skatteverket.pkcs12Secret("lösen ord");
    expect(secret.certificate).toEqual({ pkcs12: expect.any(String), passphrase: "lösen ord" });
    expect((await client(skatteverket, secret).askForToken()).status).toBe(200);
  });
});

describe("accounts", () => {
  test("a company may appoint us, and take it back, while calls go on", async () => {
    const identity = "165781006662";
    const skatteverket = await start({ companies: [{ identity, ombud: false }] });
    const caller = client(skatteverket);
    const token = await caller.token();
    const status = async () => (await caller.get(`/skattekonton/${identity}/saldo`, token)).status;
    expect(await status()).toBe(403);
    skatteverket.setOmbud(identity, true);
    expect(await status()).toBe(200);
    skatteverket.setOmbud(identity, false);
    expect(await status()).toBe(403);
    expect(() => skatteverket.setOmbud("165790000011", true)).toThrow(expect.objectContaining({ code: "SIMULATOR_ACCOUNT" }));
  });

  test("felkod 1, 3 and 6 for a wrong number, an unknown account and a missing ombud", async () => {
    const skatteverket = await start({
      companies: [
        { identity: "165781006662", ombud: false },
        { identity: "165790000011", registered: false },
      ],
    });
    const caller = client(skatteverket);
    const token = await caller.token();
    const ask = async (identity: string): Promise<unknown[]> => {
      const answer = await caller.get(`/skattekonton/${identity}/saldo`, token);
      return [answer.status, answer.json()];
    };
    const wrong = { felkod: 1, felmeddelande: "Felaktigt organisationsnummer" };
    expect(await ask("165781006663")).toEqual([400, wrong]);
    expect(await ask("5781006662")).toEqual([400, wrong]);
    expect(await ask("16578100666%C3%A5")).toEqual([400, wrong]);
    const unknown = { felkod: 3, felmeddelande: "Registrerat skattekonto saknas" };
    expect(await ask("165790000029")).toEqual([404, unknown]);
    expect(await ask("165790000011")).toEqual([404, unknown]);
    expect(await ask("165781006662")).toEqual([403, { felkod: 6, felmeddelande: "Auktorisation saknas" }]);
  });

  test("the day moves on: what fell due is history, a payment has arrived on its day", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const token = await caller.token();
    const identity = skatteverket.companies.find(({ profile }) => profile === "shortfall-next")?.identity ?? "";
    const read = async (): Promise<{ balance: number; texts: unknown[]; upcoming: number }> => {
      const balance = (await caller.get(`/skattekonton/${identity}/saldo`, token)).json().saldoSkatteverket as number;
      const rows = (await caller.get(`/skattekonton/${identity}/transaktioner?datumFrom=2026-12-10`, token)).json();
      const booked = (rows.tidigareTransaktioner ?? []) as { transaktionstext: string }[];
      return { balance, texts: booked.map((row) => row.transaktionstext), upcoming: (rows.kommandeTransaktioner as unknown[]).length };
    };
    const before = await read();
    skatteverket.pay(identity, 25_000, plainDate("2026-12-11"));
    expect(await read()).toEqual(before);
    skatteverket.setToday(plainDate("2026-12-11"));
    expect(skatteverket.today).toBe("2026-12-11");
    expect((await read()).texts).toEqual(["Inbetalning bokförd 261211"]);
    skatteverket.setToday(plainDate("2026-12-14"));
    const due = await read();
    expect(due.texts.at(-1)).toBe("Inbetalning bokförd 261211");
    expect(due.texts).toContain("Debiterad preliminärskatt");
    expect(due.balance).toBeLessThan(before.balance);
    expect(() => skatteverket.pay("165790000029", 1, today)).toThrow(expect.objectContaining({ code: "SIMULATOR_ACCOUNT" }));
    expect(() => skatteverket.pay(identity, 0.5, today)).toThrow(expect.objectContaining({ code: "SIMULATOR_AMOUNT" }));
  });

  test("twenty thousand companies start as fast as twelve and any of them answers", async () => {
    const skatteverket = await start({ companies: 20_000 });
    const caller = client(skatteverket);
    const token = await caller.token();
    expect(skatteverket.companies).toHaveLength(20_000);
    expect(new Set(skatteverket.companies.map(({ identity }) => identity)).size).toBe(20_000);
    for (const index of [0, 7, 9_999, 19_999]) {
      const identity = skatteverket.companies[index]?.identity ?? "";
      expect((await caller.get(`/skattekonton/${identity}/saldo`, token)).status).toBe(200);
    }
    await expect(start({ companies: 500_001 })).rejects.toThrow(expect.objectContaining({ code: "SIMULATOR_COMPANIES" }));
  });
});
