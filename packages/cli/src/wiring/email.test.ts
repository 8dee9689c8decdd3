import type { AddressInfo } from "node:net";
import { instant } from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

let here: Installation;
let server: SMTPServer;
let port = 0;
let kept: ParsedMail[] = [];
let signedIn: string[] = [];
let refuse = false;

beforeEach(async () => {
  here = await install();
  [kept, signedIn, refuse] = [[], [], false];
  server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth({ username = "", password }, _, done) {
      signedIn.push(username);
      if (password === "invented-pass") done(null, { user: username });
      else done(new Error("wrong"));
    },
    onRcptTo: (_, __, done) => done(refuse ? Object.assign(new Error("nobody of that name"), { responseCode: 550 }) : null),
    onData(stream, _, done) {
      void simpleParser(stream).then((mail) => {
        kept.push(mail);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.server.address() as AddressInfo).port;
  return async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await here.close();
  };
});
afterEach(() => {
  expect(kept.every((mail) => !/invented-pass/.test(JSON.stringify(mail.headerLines)))).toBe(true);
});

const email = () => ({
  from: "Saldovakt <alarm@example.se>",
  server: `smtp://127.0.0.1:${port}`,
  credentials: "env:SMTP",
  unsubscribeAddress: "stopp@example.se",
});
const CREDENTIALS = { env: { SMTP: '{ "user": "saldovakt", "pass": "invented-pass" }' } };
const ROOM = { channel: "email", to: "ekonomi@example.se" };
const sections = () => ({ email: email(), publicUrl: "https://saldovakt.example", recipients: [{ ...ROOM, language: "en" }] });

describe("mail from the command line", () => {
  it("goes out with a pass, signed in, each with a link to the account and one to end it", async () => {
    await here.configure(sections());
    const { status, stdout, stderr } = await here.run(["watch", "--json", "--today", TODAY], CREDENTIALS);
    expect(status).toBe(0);
    const { deliveries, alerts } = JSON.parse(stdout) as { deliveries: object; alerts: unknown[] };
    expect(deliveries).toMatchObject({ delivered: alerts.length, failed: 0, waiting: 0 });
    expect(kept).toHaveLength(alerts.length);
    expect(new Set(signedIn)).toEqual(new Set(["saldovakt"]));
    for (const mail of kept) {
      expect(mail.text).toMatch(/See more: https:\/\/saldovakt\.example\/link\/[\w-]+\n/);
      expect(mail.headerLines.find(({ key }) => key === "list-unsubscribe")?.line).toMatch(
        /^List-Unsubscribe: <https:\/\/saldovakt\.example\/unsubscribe\/[\w-]+>, <mailto:stopp@example\.se\?subject=unsubscribe>$/,
      );
    }
    expect(stdout + stderr).not.toMatch(/invented-pass|ekonomi@example/);
  });

  it("goes to nobody who has ended it, and the pass says how they are told again", async () => {
    await here.configure(sections());
    const { recipients } = JSON.parse((await here.run(["recipients", "list", "--json"])).stdout) as { recipients: { key: string }[] };
    const key = recipients[0]?.key ?? "";
    const store = openSqliteStore(here.path("saldovakt.db"));
    await store.disableRecipient(key, instant(Date.parse("2026-11-22T10:00:00Z")));
    await store.close();
    const { stderr } = await here.run(["watch", "--today", TODAY], CREDENTIALS);
    expect(stderr).toMatch(new RegExp(`no more mail.*recipients enable ${key}`));
    expect(kept).toEqual([]);
  });

  it("says what is wrong with the credentials, and repeats nothing of them", async () => {
    await here.configure(sections());
    for (const [text, code] of [
      ["saldovakt:hush-pass", "MAIL_CREDENTIALS_INVALID"],
      ['{ "user": "hush-user" }', "MAIL_CREDENTIALS_INVALID"],
      ["", "REFERENCE_UNREADABLE"],
    ] as const) {
      const { status, stdout, stderr } = await here.run(["watch", "--today", TODAY], { env: { SMTP: text } });
      expect(status).toBe(2);
      expect(stderr).toContain(code);
      expect(stderr).toContain("email.credentials");
      expect(stdout + stderr).not.toContain("hush");
    }
    expect(kept).toEqual([]);
  });
});

describe("saldovakt doctor --send-test", () => {
  const doctor = async (...args: string[]) => {
    const { status, stdout } = await here.run(["doctor", "--json", "--today", TODAY, ...args], CREDENTIALS);
    const { checks } = JSON.parse(stdout) as {
      checks: readonly { name: string; status: string; what: string; code?: string; remedy?: string }[];
    };
    return {
      status,
      stdout,
      test: checks.find(({ name }) => name === "test message"),
      recipients: checks.find(({ name }) => name === "recipients"),
    };
  };

  it("sends nothing unless it is told to", async () => {
    await here.configure(sections());
    const { status, test, recipients } = await doctor();
    expect({ status, test }).toEqual({ status: 0, test: undefined });
    expect(recipients).toMatchObject({ status: "ok", what: "email: all can be served from here; none was called" });
    expect([kept, signedIn]).toEqual([[], []]);
  });

  it("sends everyone a message that says it is a test and holds no figure", async () => {
    await here.configure(sections());
    const { status, test } = await doctor("--send-test");
    expect({ status, test }).toMatchObject({ status: 0, test: { status: "ok", what: "a test message was taken by 1 recipient" } });
    expect(kept).toHaveLength(1);
    expect(kept[0]?.text).toMatch(/test/i);
    expect(kept[0]?.text).not.toMatch(/SEK|OCR|bankgiro/);
  });

  it("sends one of them alone, by its key", async () => {
    await here.configure({ ...sections(), recipients: [ROOM, { ...ROOM, to: "chef@example.se" }] });
    const { test } = await doctor("--send-test", "zzz");
    expect(test).toMatchObject({ status: "fault", code: "RECIPIENT_UNKNOWN" });
    const [, key = ""] = /([0-9a-f]{16}) \(email\)/.exec(test?.remedy ?? "") ?? [];
    expect(kept).toHaveLength(0);
    expect((await doctor("--send-test", key)).test?.status).toBe("ok");
    expect(kept).toHaveLength(1);
  });

  it("leaves alone who ended the messages, until they are enabled again", async () => {
    await here.configure({ ...sections(), recipients: [ROOM, { ...ROOM, to: "chef@example.se" }] });
    const told = async () =>
      (JSON.parse((await here.run(["recipients", "list", "--json"])).stdout) as { recipients: { key: string; switchedOff: boolean }[] })
        .recipients;
    const [first, second] = await told();
    const store = openSqliteStore(here.path("saldovakt.db"));
    await store.disableRecipient(first?.key ?? "", instant(Date.parse("2026-11-22T10:00:00Z")));
    await store.close();
    const { status, test } = await doctor("--send-test");
    expect({ status, what: test?.what }).toEqual({
      status: 0,
      what: `a test message was taken by 1 recipient; switched off and passed over: email ${first?.key}`,
    });
    expect(kept).toHaveLength(1);
    expect((await doctor("--send-test", first?.key ?? "")).test).toMatchObject({ status: "fault", code: "RECIPIENT_SWITCHED_OFF" });
    expect((await here.run(["recipients", "list"])).stdout).toMatch(new RegExp(`${first?.key}.*switched off`));
    expect((await here.run(["recipients", "enable", "nobody"])).stderr).toContain("RECIPIENT_UNKNOWN");
    expect((await here.run(["recipients", "enable", first?.key ?? ""])).stdout).toContain("is told again");
    expect(await told()).toMatchObject([
      { key: first?.key, switchedOff: false },
      { key: second?.key, switchedOff: false },
    ]);
    expect(kept).toHaveLength(1);
  });

  it("says whom it did not reach and why, by key and code", async () => {
    refuse = true;
    await here.configure(sections());
    const { status, test, stdout } = await doctor("--send-test");
    expect(status).toBe(3);
    expect(test).toMatchObject({ status: "fault", code: "TEST_NOT_DELIVERED" });
    expect(test?.what).toMatch(/\(email [0-9a-f]{16}: SMTP_STATUS_550\)/);
    expect(stdout).not.toContain("example.se");
  });
});
