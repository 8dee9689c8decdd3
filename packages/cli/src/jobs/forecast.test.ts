import { access, stat } from "node:fs/promises";
import { parseIdentity } from "@saldovakt/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forecastDocument, hundredths } from "../../test/contract.ts";
import { FAULT, type Installation, install, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

let here: Installation;
let first: string;
let wrong: string;
beforeAll(async () => {
  here = await install();
  first = here.identities[0] ?? "";
  wrong = first.slice(0, -1) + String((Number(first.at(-1)) + 1) % 10);
});
afterAll(() => here.close());

const forecastOf = (identity: string, ...args: string[]) => here.run(["forecast", identity, "--today", TODAY, ...args]);

describe("saldovakt forecast", () => {
  it("prints the contract's document for every company, and nothing else", async () => {
    for (const identity of here.identities) {
      const { status, stdout, stderr } = await forecastOf(identity, "--json");
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const made = forecastDocument.parse(JSON.parse(stdout));
      expect(made.today).toBe(TODAY);
      expect(stdout).not.toContain(`"${identity}"`);
      let balance = hundredths(made.balance);
      let before = 0n;
      for (const entry of made.dueDates) {
        balance += hundredths(entry.change);
        expect(hundredths(entry.balanceAfter)).toBe(balance);
        expect(hundredths(entry.shortfall)).toBe(balance < 0n ? -balance : 0n);
        const paid = entry.payments.reduce((sum, payment) => sum + hundredths(payment.amount), 0n);
        const added = hundredths(entry.shortfall) - before;
        expect(paid).toBe(added > 0n ? added : 0n);
        if (added > 0n) before = hundredths(entry.shortfall);
        for (const { payTo } of entry.payments) expect(payTo.reference.slice(0, 12)).toBe(identity);
      }
      expect(hundredths(made.shortfall)).toBe(before);
    }
  });

  it("makes no state, and gives an account the same opaque id every time", async () => {
    const ids = [await forecastOf(first, "--json"), await forecastOf(first, "--json")].map(({ stdout }) => JSON.parse(stdout).account.id);
    expect(ids[0]).toBe(ids[1]);
    await expect(stat(here.path("saldovakt.db"))).rejects.toThrow();
  });

  it("fits 100 columns for people, figures whole and identities unseen", async () => {
    for (const identity of here.identities) {
      const { status, stdout, stderr } = await forecastOf(identity);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
      expect(stdout.replace(/OCR \d{13}/g, "")).not.toContain(identity);
    }
    const { stdout } = await forecastOf(here.identities[1] ?? "");
    expect(stdout).toMatch(/^Due date +What +Amount +Balance after +Missing +Pay by$/m);
    expect(stdout).toMatch(/\d kr +bankgiro 5050-1055 +OCR \d{13} +Skatteverket$/m);
    expect(stdout).toMatch(/^In all [\d ]+ SEK is missing; lowest balance -[\d ]+ SEK on \d{4}-\d\d-\d\d\.$/m);
  });

  it("reads the identity from standard input", async () => {
    const { status, stdout } = await here.run(["forecast", "-", "--today", TODAY, "--json"], { input: `${first}\n` });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).account.name).toBe(here.authority.companies[0]?.name);
  });

  it("names an account by the configuration, else by a masked number", async () => {
    await here.configure({ accounts: [] });
    expect(JSON.parse((await forecastOf(first, "--json")).stdout).account.name).toMatch(/^SE organisation …\d\d$/);
    await here.configure({ accounts: [{ identity: first, name: "Exempel AB" }] });
    expect(JSON.parse((await forecastOf(first, "--json")).stdout).account.name).toBe("Exempel AB");
    await here.configure();
  });

  it("counts payments registered in the state, under the account's id there", async () => {
    const identity = here.identities[1] ?? "";
    await here.configure({ state: "payments.db" });
    const before = JSON.parse((await forecastOf(identity, "--json")).stdout);
    const missing = before.dueDates[0].payments[0].amount.amount;
    const added = await here.run(["payments", "add", identity, missing, "--today", TODAY, "--json"]);
    expect(added).toMatchObject({ status: 0, stderr: "" });
    const after = JSON.parse((await forecastOf(identity, "--json")).stdout);
    expect(after.dueDates[0].payments).toEqual([]);
    const listed = JSON.parse((await here.run(["accounts", "list", "--json"])).stdout).accounts;
    expect(listed.map((account: { id: string }) => account.id)).toContain(after.account.id);
    await here.configure();
  });

  it("goes on without a state that cannot be opened, and says so", async () => {
    await here.write("broken.db", "this is no database, and longer than the header of one would have to be ".repeat(3));
    await here.configure({ state: "broken.db" });
    const { status, stderr } = await forecastOf(first, "--json");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^note: going on without the state: [^\n]+\n$/);
    await here.configure();
  });
});

describe("saldovakt forecast, faults of input and configuration", () => {
  it.each<[string, () => string, string]>([
    ["a wrong check digit", () => wrong, "IDENTITY_CHECK_DIGIT"],
    ["ten digits", () => first.slice(2), "IDENTITY_LENGTH"],
    ["too few digits", () => "1657", "IDENTITY_LENGTH"],
    ["letters", () => "16579000001A", "IDENTITY_CHARACTERS"],
    ["a wrong century", () => `17${first.slice(2)}`, "IDENTITY_PREFIX"],
    ["a Norwegian number where only Sweden is configured", () => "313367002", "SKATTEETATEN_MISSING"],
  ])("tells %s in one line, exit 2", async (_, identity, code) => {
    const { status, stdout, stderr } = await forecastOf(identity(), "--json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(stderr).not.toContain(identity());
  });

  it.each(["2026-02-30", "2026-13-01", "20261123", "tomorrow", ""])("refuses --today %j", async (day) => {
    const { status, stdout, stderr } = await here.run(["forecast", first, "--today", day]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT("DATE_INVALID"));
  });

  it.each<[string, string | object, string, RegExp]>([
    ["an unknown key", { skatteverkt: {} }, "CONFIGURATION_INVALID", /skatteverkt is not a known key .*\n {2}Write skatteverket\.\n/],
    [
      "an account with a wrong check digit",
      { accounts: [{ identity: "165790000012" }] },
      "CONFIGURATION_INVALID",
      /accounts\[0\]\.identity/,
    ],
    ["a trailing comma", '{ "state": "x.db", }', "CONFIGURATION_NOT_JSON", /line 1, column 20/],
    ["Skatteetaten without Maskinporten", { skatteetaten: {} }, "CONFIGURATION_INVALID", /maskinporten is missing/],
    ["no section of Skatteverket", {}, "SKATTEVERKET_MISSING", /skatteverket/],
    [
      "a secret that is not there",
      { skatteverket: { secret: "file:gone.json" } },
      "REFERENCE_UNREADABLE",
      /skatteverket\.secret names the file gone\.json/,
    ],
    ["an unset variable", { skatteverket: { secret: "env:SKV_SECRET" } }, "REFERENCE_UNREADABLE", /variable SKV_SECRET, which is not set/],
    ["a secret that is no JSON", { skatteverket: { secret: "file:ca.pem" } }, "SECRET_INVALID", /not JSON/],
  ])("tells %s in one line, exit 2", async (_, content, code, words) => {
    await here.write("other.json", content);
    const { status, stdout, stderr } = await forecastOf(first, "--config", "other.json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(stderr).toMatch(words);
  });

  it("tells of a configuration that is missing, and one that is a folder", async () => {
    expect((await forecastOf(first, "--config", "gone.json")).stderr).toMatch(FAULT("CONFIGURATION_MISSING"));
    expect((await forecastOf(first, "--config", here.dir)).stderr).toMatch(FAULT("CONFIGURATION_UNREADABLE"));
    await expect(access(here.path("gone.json"))).rejects.toThrow();
  });
});

describe("saldovakt forecast, faults of keys, certificate and authority", () => {
  const withSecret = async (secret: unknown, ...args: string[]) => {
    await here.write("changed.secret.json", secret);
    const { apiUrl, tokenUrl } = here.authority;
    await here.write("changed.json", {
      skatteverket: { apiUrl, tokenUrl, ca: "file:ca.pem", secret: "file:changed.secret.json", requestsPerSecond: 100 },
    });
    return forecastOf(first, "--config", "changed.json", ...args);
  };

  it.each([
    ["expired", "CERTIFICATE_EXPIRED"],
    ["notYetValid", "CERTIFICATE_NOT_YET_VALID"],
    ["mismatchedKey", "HTTP_KEY_MISMATCH"],
    ["stranger", "SKV_CREDENTIALS_REFUSED"],
    ["other", "SKV_CREDENTIALS_REFUSED"],
  ] as const)("tells a certificate that is %s in one line, exit 2", async (kind, code) => {
    const { status, stdout, stderr } = await withSecret({
      ...here.authority.secret,
      certificate: await here.authority.certificateFor(kind),
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
  });

  it("tells an unreadable certificate", async () => {
    const { cert } = await here.authority.certificateFor("good");
    const key = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n";
    const { status, stderr } = await withSecret({ ...here.authority.secret, certificate: { cert, key } });
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT("HTTP_CERTIFICATE_UNREADABLE"));
  });

  it("tells refused keys of either pair, without showing them", async () => {
    const { oauth2, apigw } = here.authority.secret;
    const gateway = await withSecret({ ...here.authority.secret, apigw: { ...apigw, clientSecret: "wrong-key-7f3a" } });
    expect(gateway.status).toBe(2);
    expect(gateway.stderr).toMatch(FAULT("SKV_KEYS_REFUSED"));
    const token = await withSecret({ ...here.authority.secret, oauth2: { ...oauth2, clientId: "wrong-id-7f3a" } });
    expect(token.status).toBe(2);
    expect(token.stderr).toMatch(FAULT("SKV_CREDENTIALS_REFUSED"));
    expect(gateway.stderr + token.stderr).not.toContain("7f3a");
  });

  it("reads with a PKCS#12 certificate", async () => {
    expect((await withSecret(await here.authority.pkcs12Secret("lösen"), "--json")).status).toBe(0);
  });

  it.each([
    [{ kind: "felkod", code: 3 }, "SKV_ACCOUNT_UNKNOWN", 3],
    [{ kind: "felkod", code: 6 }, "SKV_NOT_AUTHORISED", 3],
    [
      { kind: "status", status: 400, body: '{"felkod":1,"felmeddelande":"Felaktigt organisationsnummer 165790000011"}' },
      "SKV_IDENTITY_REFUSED",
      3,
    ],
  ] as const)("tells %j in one line", async (fault, code, expected) => {
    here.authority.setFaults([{ fault }]);
    const { status, stdout, stderr } = await forecastOf(first, "--json");
    here.authority.setFaults([]);
    expect({ status, stdout }).toEqual({ status: expected, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(stderr).not.toMatch(/\d{9}/);
  });

  it("tells an account nobody has", async () => {
    const stranger = parseIdentity("165790001019").number;
    const { status, stderr } = await forecastOf(stranger);
    expect(status).toBe(3);
    expect(stderr).toMatch(FAULT("SKV_ACCOUNT_UNKNOWN"));
  });

  it("tells a closed service, exit 3", async () => {
    here.authority.setFaults([{ fault: { kind: "closed" } }]);
    const { status, stderr } = await forecastOf(first);
    here.authority.setFaults([]);
    expect(status).toBe(3);
    expect(stderr).toMatch(FAULT("SKV_CLOSED"));
  });

  it("adds the chain of causes with SALDOVAKT_DEBUG, still without a secret", async () => {
    await here.write("untrusted.json", {
      skatteverket: { apiUrl: here.authority.apiUrl, tokenUrl: here.authority.tokenUrl, secret: "file:skatteverket.secret.json" },
    });
    const around = { env: { SALDOVAKT_DEBUG: "1" } };
    const { status, stderr } = await here.run(["forecast", first, "--config", "untrusted.json"], around);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^saldovakt: [^\n]+ \(HTTP_SERVER_UNTRUSTED\)\n {2}[^\n]+\n {2}caused by /);
    expect(stderr).not.toContain(here.authority.secret.apigw.clientSecret);
  });
});
