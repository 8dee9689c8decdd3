import { plainDate } from "@saldovakt/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULT, type Installation, install, type Outcome } from "../../test/installation.ts";
import { width } from "../table.ts";

const CLIENT = "165790000037";
const READABLE = "165790000029";

let here: Installation;
beforeAll(async () => {
  here = await install({
    ombudApi: {},
    companies: [
      { identity: CLIENT, name: "Kunden AB", ombud: false },
      { identity: READABLE, name: "Läsbara AB" },
    ],
  } as never);
});
afterAll(() => here.close());

/** A stated day has the real time of day: at night, the day of a moment in UTC is another. */
const NOON_MS = Date.parse("2026-11-23T12:00:00Z");
const run = (args: readonly string[]): Promise<Outcome> => here.run(args, { nowMs: () => NOON_MS });
const ombud = (...args: string[]): Promise<Outcome> => run(["ombud", ...args, "--today", "2026-11-24"]);
const json = async (...args: string[]) => {
  const { status, stdout, stderr } = await ombud(...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
};
const read = (day: string) => run(["watch", "--today", day]);

describe("saldovakt ombud", () => {
  it("follows an account from the first refusal over the question to the permission", async () => {
    const states = async () =>
      (await json("status")).accounts.map(({ name, state, waitsFor }: Record<string, string>) => [name, state, waitsFor]);
    expect(await states()).toEqual([
      ["Kunden AB", "not-asked", null],
      ["Läsbara AB", "not-asked", null],
    ]);
    const { status, stderr } = await read("2026-11-23");
    expect(status).toBe(3);
    expect(stderr).toContain("SKV_NOT_AUTHORISED");
    expect(stderr.replace(/\s+/g, " ")).toContain("saldovakt ombud link");
    expect(await states()).toEqual([
      ["Kunden AB", "missing", "client"],
      ["Läsbara AB", "granted", null],
    ]);
    const document = await json("link", CLIENT, "--asked");
    expect(document).toMatchObject({ state: "asked", asked: { link: "start-page" }, link: { kind: "start-page" } });
    expect(document.letter.sv.body).toContain("juridiskt läsombud");
    expect(document.letter.sv.body).toContain(document.link.url);
    expect(document.letter.en.subject).toContain("Kunden AB");
    expect(JSON.stringify(document)).not.toContain(CLIENT);
    expect(await states()).toEqual([
      ["Kunden AB", "asked", "client"],
      ["Läsbara AB", "granted", null],
    ]);
  });

  it("sees that the permission was given, taken back, and given again, and tells each refusal once", async () => {
    const passOn = async (day: string): Promise<string[]> => {
      here.authority.setToday(plainDate(day));
      const { stdout } = await run(["watch", "--today", day, "--json"]);
      return JSON.parse(stdout).alerts.flatMap(({ type, data }: { type: string; data: { account: { name: string } } }) =>
        data.account.name === "Kunden AB" ? [type] : [],
      );
    };
    const client = async () => (await json("status")).accounts.find(({ name }: { name: string }) => name === "Kunden AB");
    here.authority.setOmbud(CLIENT, true);
    expect(await passOn("2026-11-24")).toEqual([]);
    expect(await client()).toMatchObject({ state: "granted", waitsFor: null, grantedAt: expect.stringMatching(/^2026-11-24T/) });
    expect((await ombud("link", CLIENT)).stderr).toContain("can be read already");

    here.authority.setOmbud(CLIENT, false);
    expect(await passOn("2026-11-25")).toEqual(["source.denied"]);
    expect(await passOn("2026-11-26")).toEqual([]);
    const withdrawn = { state: "withdrawn", readBefore: true, refusedSince: expect.stringMatching(/^2026-11-25T/) };
    expect(await client()).toMatchObject(withdrawn);
    expect((await json("link", CLIENT)).letter.sv.body).toContain("på nytt");

    here.authority.setOmbud(CLIENT, true);
    await passOn("2026-11-27");
    expect(await client()).toMatchObject({ state: "granted", grantedAt: expect.stringMatching(/^2026-11-27T/), refusedSince: null });
    here.authority.setOmbud(CLIENT, false);
    expect(await passOn("2026-11-28")).toEqual(["source.denied"]);
  });

  it("prints the link first, a letter that fits a terminal, and a table that does", async () => {
    const { stdout, status } = await ombud("link", CLIENT);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^https:\/\/www\.skatteverket\.se\/\S+\n/);
    expect(stdout).toContain("Hej!");
    expect(stdout).toContain("Hello,");
    const table = await ombud("status");
    expect(table.stdout).toMatch(/^Id +Company +Permission +Asked +Refused since +Whose turn\n/);
    expect(table.stdout).toContain("1 account waits for the client's permission.");
    for (const line of table.stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
  });

  it("tells the client whom to appoint by what the configuration says, and where", async () => {
    const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
    const said = { organisation: "578100-6662", name: "Byrån AB", link: "https://example.se/ombud" };
    await here.configure({ skatteverket: { ...skatteverket, ombud: said } });
    const { appointee, link, letter } = await json("link", CLIENT);
    expect(appointee).toEqual({ organisation: "165781006662", name: "Byrån AB" });
    expect(link).toEqual({ url: "https://example.se/ombud", kind: "configured" });
    expect(letter.sv.body).toContain("Byrån AB (578100-6662)");
    await here.configure({ skatteverket: { ...skatteverket, ombud: { ...said, organisation: CLIENT } } });
    const own = await ombud("link", CLIENT);
    expect(own.status).toBe(2);
    expect(own.stderr).toMatch(FAULT("OMBUD_NOT_NEEDED"));
    expect((await json("status")).accounts[0]).toMatchObject({ name: "Kunden AB", state: "missing", waitsFor: "certificate" });
    await here.configure();
  });

  it("takes from the certificate whose it is, where the configuration does not say", async () => {
    const { appointee, letter } = await json("link", CLIENT);
    expect(appointee.organisation).toMatch(/^16\d{10}$/);
    expect(letter.en.body).toContain(`${appointee.organisation.slice(2, 8)}-${appointee.organisation.slice(8)}`);
    const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
    await here.configure({ skatteverket: { ...skatteverket, secret: "file:not-there.json" } });
    const without = await ombud("link", CLIENT);
    expect(without.status).toBe(0);
    expect(without.stdout).toContain("Utse oss till juridiskt läsombud");
    expect(without.stderr).toContain("skatteverket.ombud.organisation");
    await here.configure({ skatteverket: { ...skatteverket, ombud: { organisation: READABLE } } });
    expect((await run(["doctor"])).stdout.replace(/\s+/g, " ")).toContain("another organisation's than skatteverket.ombud.organisation");
    await here.configure();
  });

  it("has doctor say whose permission is missing, or that the certificate is another's", async () => {
    here.authority.setOmbud(CLIENT, false);
    const doctor = async () => (await run(["doctor", "--account", CLIENT])).stdout.replace(/\s+/g, " ");
    const said = await doctor();
    expect(said).toContain("SKV_NOT_AUTHORISED");
    expect(said).toContain("whoever represents the company appoints");
    expect(said).toContain("saldovakt ombud link");
    const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
    await here.configure({ skatteverket: { ...skatteverket, ombud: { organisation: CLIENT } } });
    const own = await doctor();
    expect(own).toContain("made with another organisation's certificate");
    expect(own).not.toContain("saldovakt ombud link");
    await here.configure();
  });

  it("has Skatteverket make a link of the client's own, keeps it, and says when none is to be had", async () => {
    const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
    const api = { apiUrl: here.authority.ombudUrl };
    const said = { organisation: "578100-6662", name: "Byrån AB" };
    await here.configure({ skatteverket: { ...skatteverket, ombud: { ...said, api } }, publicUrl: "https://saldovakt.example.se" });
    const { link, letter, page, asked } = await json("link", CLIENT, "--asked");
    expect(link).toEqual({
      url: expect.stringMatching(/^https:\/\/localhost\/ombudochbehorigheter\//),
      kind: "client",
      expiresAt: expect.stringMatching(/Z$/),
    });
    expect(asked.link).toBe("client");
    expect(Date.parse(link.expiresAt)).toBe(NOON_MS + 21 * 86_400_000);
    expect(letter.sv.body).toContain(link.url);
    expect(letter.sv.body).toContain("Rollen juridiskt läsombud är redan vald");
    expect(page).toMatch(/^https:\/\/saldovakt\.example\.se\/appoint\/[\w-]{56}$/);
    expect(letter.en.body).toContain("https://saldovakt.example.se/appoint/");
    expect((await json("link", CLIENT)).link).toEqual(link);
    expect(here.authority.requests.filter(({ kind }) => kind === "djuplank")).toHaveLength(1);
    expect((await ombud("status")).stdout).toContain("Link until");
    expect((await run(["doctor"])).stdout.replace(/\s+/g, " ")).toContain("Ombudshantering lists juridiskt läsombud as X2");

    await here.configure({ skatteverket: { ...skatteverket, ombud: { ...said, api: { ...api, scope: "agd" } } } });
    expect((await run(["doctor"])).stdout).toContain("SKV_OMBUD_NOT_ALLOWED");
    await run(["accounts", "add", "165790000011", "--name", "Nya AB"]);
    const fallen = await ombud("link", "165790000011");
    expect(fallen.status).toBe(0);
    expect(fallen.stdout).toMatch(/^https:\/\/www\.skatteverket\.se\//);
    expect(fallen.stderr.replace(/\s+/g, " ")).toMatch(/no link of the client's own .*SKV_OMBUD_NOT_ALLOWED/);
    expect(fallen.stderr).not.toContain("790000011");
    await here.configure();
  });

  it("knows an account by nothing else than its id and number", async () => {
    expect((await ombud("link", "acc_00000000000000000000")).stderr).toMatch(FAULT("ACCOUNT_UNKNOWN"));
  });
});
