import { X509Certificate } from "node:crypto";
import { chmod } from "node:fs/promises";
import { addDays, dateIn, instant, type PlainDate } from "@saldovakt/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

interface Found {
  readonly name: string;
  readonly status: string;
  readonly what: string;
  readonly code?: string;
  readonly remedy?: string;
  readonly notes: readonly string[];
}

const doctor = async (...args: string[]) => {
  const { status, stdout } = await here.run(["doctor", "--json", "--today", TODAY, ...args]);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Found[] };
  return { status, ok, checks, of: (name: string) => checks.find((check) => check.name === name) as Found };
};

const withSecret = async (secret: unknown): Promise<void> => {
  await here.write("changed.secret.json", secret);
  const { apiUrl, tokenUrl } = here.authority;
  await here.configure({
    skatteverket: { apiUrl, tokenUrl, ca: "file:ca.pem", secret: "file:changed.secret.json", requestsPerSecond: 100 },
  });
};

describe("saldovakt doctor", () => {
  it("finds everything well, in the order in which one thing rests on another", async () => {
    await here.configure({ recipients: [{ channel: "console" }] });
    const { status, ok, checks, of } = await doctor();
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    expect(checks.map(({ name }) => name)).toEqual([
      "configuration",
      "references",
      "keys",
      "certificate",
      "token",
      "account",
      "state",
      "recipients",
    ]);
    expect(checks.map((check) => check.status)).toEqual(checks.map(() => "ok"));
    expect(of("certificate").what).toMatch(/valid until \d{4}-\d\d-\d\d \(\d+ days\); the key belongs to it$/);
    expect(of("account").what).toMatch(/was read at localhost:\d+ within \d+ ms; 100 calls a second at most$/);
  });

  it("prints it for people within 100 columns, and no secret", async () => {
    const { stdout } = await here.run(["doctor", "--today", TODAY]);
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^✓ configuration +saldovakt\.json: 12 accounts/);
    for (const secret of [here.authority.secret.apigw.clientSecret, here.authority.secret.oauth2.clientId, ...here.identities]) {
      expect(stdout).not.toContain(secret);
    }
  });

  it("looks no further than a faulty configuration, and says what to do", async () => {
    await here.write("other.json", { sate: "x.db" });
    const { status, ok, of } = await doctor("--config", "other.json");
    expect({ status, ok }).toEqual({ status: 2, ok: false });
    expect(of("configuration")).toMatchObject({ status: "fault", code: "CONFIGURATION_INVALID", remedy: "write state" });
    expect(of("references")).toMatchObject({ status: "skipped", what: "not looked at: it rests on the configuration" });
    expect((await here.run(["doctor", "--config", "other.json"])).stdout).toMatch(
      /^✗ configuration +other\.json: sate is not a known key \(CONFIGURATION_INVALID\)\n +Write state\.\n– references/,
    );
  });

  it("follows the references of people who sign in and of callers with tokens", async () => {
    const callers = (altinn: object, maskinporten: object = {}) => ({
      api: {
        maskinporten: { issuer: "https://test.maskinporten.no/", scope: "saldovakt:read", ...maskinporten },
        altinn: {
          ...{ platformUrl: "https://platform.tt02.altinn.no", resource: "saldovakt", action: "read" },
          ...{ subscriptionKey: "file:ca.pem", secret: "file:ca.pem", ...altinn },
        },
      },
    });
    const { apiUrl, tokenUrl } = here.authority;
    const signIn = { kind: "per", secret: "file:nope.json", redirectUri: "http://localhost:8080/connect/skatteverket/callback" };
    const skatteverket = { apiUrl, tokenUrl, ca: "file:ca.pem", secret: "file:skatteverket.secret.json", requestsPerSecond: 100 };
    for (const [field, configured] of [
      ["skatteverket.signIn.secret", { skatteverket: { ...skatteverket, signIn } }],
      ["api.altinn.subscriptionKey", callers({ subscriptionKey: "file:nope" })],
      ["api.altinn.secret", callers({ secret: "file:nope" })],
      ["api.altinn.ca", callers({ ca: "file:nope" })],
      ["api.maskinporten.ca", callers({}, { ca: "file:nope" })],
    ] as const) {
      await here.configure(configured);
      const found = (await doctor()).of("references");
      expect(found).toMatchObject({ status: "fault", code: "REFERENCE_UNREADABLE", what: expect.stringContaining(field) });
    }
    await here.configure();
  });

  it("notices a secret that others may read", async () => {
    await here.configure();
    await chmod(here.path("skatteverket.secret.json"), 0o644);
    expect((await doctor()).of("references").notes).toEqual([
      "other users of this machine may read skatteverket.secret.json: chmod 600 it",
    ]);
    await chmod(here.path("skatteverket.secret.json"), 0o600);
    expect((await doctor()).of("references").notes).toEqual([]);
  });

  it.each([
    ["expired", "certificate", "CERTIFICATE_EXPIRED"],
    ["notYetValid", "certificate", "CERTIFICATE_NOT_YET_VALID"],
    ["mismatchedKey", "certificate", "HTTP_KEY_MISMATCH"],
    ["stranger", "token", "SKV_CREDENTIALS_REFUSED"],
  ] as const)("finds a certificate that is %s", async (kind, name, code) => {
    await withSecret({ ...here.authority.secret, certificate: await here.authority.certificateFor(kind) });
    const { status, of } = await doctor();
    expect(status).toBe(2);
    expect(of(name)).toMatchObject({ status: "fault", code, remedy: expect.stringMatching(/\w/) });
    expect(of("account").status).toBe("skipped");
    expect(of("state").status).toBe("ok");
  });

  it("judges a certificate by the stated day, where that is the later one", async () => {
    await here.configure();
    const { cert } = await here.authority.certificateFor("good");
    const end = dateIn(instant(Date.parse(new X509Certificate(cert).validTo)), "Europe/Stockholm");
    const on = async (day: PlainDate) => JSON.parse((await here.run(["doctor", "--json", "--today", day])).stdout).checks;
    const certificate = (checks: { name: string }[]) => checks.find(({ name }) => name === "certificate");
    expect(certificate(await on(addDays(end, -3)))).toMatchObject({ status: "ok", notes: ["it ends in 3 days: order a new one now"] });
    expect(certificate(await on(addDays(end, 2)))).toMatchObject({ status: "fault", code: "CERTIFICATE_EXPIRED" });
  });

  it("finds certificates that issued nothing of the chain", async () => {
    const { cert, key } = await here.authority.certificateFor("good");
    const stranger = await here.authority.certificateFor("stranger");
    await withSecret({ ...here.authority.secret, certificate: { cert: cert + stranger.cert, key } });
    const { of } = await doctor();
    expect(of("certificate")).toMatchObject({
      status: "ok",
      notes: expect.arrayContaining([expect.stringMatching(/^1 certificate sent along issued neither it nor its issuers/)]),
    });
  });

  it("finds a secret that lacks a key, and keys that are refused", async () => {
    await withSecret({ ...here.authority.secret, apigw: { clientId: "x" } });
    expect((await doctor()).of("keys")).toMatchObject({ status: "fault", code: "SECRET_INVALID" });
    await withSecret({ ...here.authority.secret, apigw: { clientId: "x", clientSecret: "y" } });
    const { status, of } = await doctor();
    expect(status).toBe(2);
    expect(of("token").status).toBe("ok");
    expect(of("account")).toMatchObject({ status: "fault", code: "SKV_KEYS_REFUSED" });
  });

  it("tells an account that may not be read from an installation at fault", async () => {
    await here.configure();
    here.authority.setFaults([{ fault: { kind: "felkod", code: 6 } }]);
    const { status, of } = await doctor("--account", here.identities[1] ?? "");
    here.authority.setFaults([]);
    expect(status).toBe(3);
    expect(of("account")).toMatchObject({ status: "fault", code: "SKV_NOT_AUTHORISED" });
  });

  it("has no account to try where none is watched", async () => {
    await here.configure({ accounts: [] });
    expect((await doctor()).of("account")).toMatchObject({ status: "skipped" });
    expect((await doctor("--account", here.identities[0] ?? "")).of("account").status).toBe("ok");
  });

  it.each([
    ["a webhook on this machine", { channel: "webhook", url: "https://127.0.0.1/hook", secret: "env:HOOK" }, "HTTP_ADDRESS_REFUSED"],
    [
      "a webhook in a private network",
      { channel: "webhook", url: "https://intranet.local/hook", secret: "env:HOOK" },
      "HTTP_ADDRESS_REFUSED",
    ],
    [
      "a webhook secret of the wrong form",
      { channel: "webhook", url: "https://hooks.example.com/", secret: "env:HOOK_SHORT" },
      "WEBHOOK_SECRET_INVALID",
    ],
  ])("finds %s", async (_, recipient, code) => {
    await here.configure({ recipients: [{ channel: "console" }, recipient] });
    const env = { HOOK: `whsec_${Buffer.alloc(32, 7).toString("base64")}`, HOOK_SHORT: "whsec_x" };
    const { status, stdout } = await here.run(["doctor", "--json", "--today", TODAY], { env });
    const found = (JSON.parse(stdout) as { checks: Found[] }).checks.find(({ name }) => name === "recipients");
    expect(status).toBe(2);
    expect(found).toMatchObject({ status: "fault", code, what: expect.stringMatching(/^recipients\[1\]/) });
  });

  it("takes a webhook's two secrets while they are rotated", async () => {
    const [fresh, old] = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`);
    await here.write("hook.secret.json", JSON.stringify([fresh, old]));
    await here.configure({ recipients: [{ channel: "webhook", url: "https://hooks.example.com/", secret: "file:hook.secret.json" }] });
    expect((await doctor()).of("recipients")).toMatchObject({ status: "ok", what: expect.stringMatching(/^webhook: all can be served/) });
  });

  it("finds a folder the state cannot be made in", async () => {
    await here.configure({ state: "gone/saldovakt.db" });
    expect((await doctor()).of("state")).toMatchObject({ status: "fault", code: "STATE_FOLDER_UNUSABLE" });
  });
});
