import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { simpleParser } from "mailparser";
import { afterEach, describe, expect, test } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { ca } from "../../test/endpoint.ts";
import { type MailServer, mailServer, USER } from "../../test/mail-server.ts";
import { message, NOW } from "../../test/message.ts";
import type { Message } from "../channel.ts";
import { recipientKey } from "../recipient.ts";
import { createEmailChannel } from "./channel.ts";
import type { EmailSettings, Mailer } from "./mailer.ts";
import { createSmtpMailer, type SmtpSettings } from "./smtp.ts";

const FIRST = { number: 1, now: NOW };
const TO = "ekonomi@example.se";
const PAGE = "https://saldovakt.example/link/dGVzdA";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(options: Parameters<typeof mailServer>[0] = {}): Promise<MailServer> {
  const server = await mailServer(options);
  closing.push(server.close);
  return server;
}

const smtp = (port: number, more: Partial<SmtpSettings> = {}): SmtpSettings => ({
  server: `smtp://127.0.0.1:${port}`,
  ca,
  deadlineMs: 15_000,
  ...more,
});

const settings = (mailer: () => Mailer, more: Partial<EmailSettings> = {}): EmailSettings => ({
  from: { name: "Saldovakt, Åkeri", address: "alarm@example.se" },
  replyTo: "fraga@example.se",
  unsubscribeAddress: "stopp@example.se",
  unsubscribeUrl: async (key) => `https://saldovakt.example/unsubscribe/${key}`,
  mailer,
  ...more,
});

const letter = (more: Partial<Message> = {}): Message => ({ ...message(FAMILIES.shortfall), link: PAGE, ...more });

describe("a mail over SMTP", () => {
  test("arrives whole, over TLS, signed in, and says what it is", async () => {
    const server = await serve({ authOptional: false });
    const channel = createEmailChannel(
      { to: TO },
      settings(() => createSmtpMailer(smtp(server.port, { credentials: USER }))),
    );
    expect(await channel.send(letter(), FIRST)).toEqual({ kind: "delivered" });
    const [mail] = server.kept;
    expect(mail).toMatchObject({ from: "alarm@example.se", to: [TO], secure: true, user: USER.user });
    const parsed = await simpleParser(mail?.raw ?? "");
    expect(parsed.text).toContain(PAGE);
    // Calendars are shared with colleagues; the link would open the page to them all.
    expect(parsed.attachments.map(({ content }) => String(content)).join("")).not.toContain("/link/");
    expect(parsed.from?.value).toEqual([{ address: "alarm@example.se", name: "Saldovakt, Åkeri" }]);
    expect(parsed.to).toMatchObject({ value: [{ address: TO, name: "" }] });
    expect(parsed.replyTo?.value).toMatchObject([{ address: "fraga@example.se" }]);
    expect(parsed.subject).toBe("Exempel Åkeri AB: 43 000 kr saknas, betala senast ons 9 dec");
    expect(parsed.messageId).toBe(`<${letter().id}@example.se>`);
    expect(parsed.date?.toISOString()).toBe("2026-11-23T06:15:00.000Z");
    expect(parsed.text).toContain("OCR-nummer: 1655667788996");
    expect(parsed.html).toContain("1655667788996");
    const header = (name: string) => parsed.headerLines.find(({ key }) => key === name)?.line;
    expect(header("auto-submitted")).toBe("Auto-Submitted: auto-generated");
    expect(header("x-entity-ref-id")).toBe(`X-Entity-Ref-ID: ${letter().id}`);
    const key = recipientKey({ channel: "email", to: TO });
    expect(header("list-unsubscribe")).toBe(
      `List-Unsubscribe: <https://saldovakt.example/unsubscribe/${key}>, <mailto:stopp@example.se?subject=unsubscribe>`,
    );
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    for (const part of [parsed.text, parsed.html]) {
      expect(part).toContain(`https://saldovakt.example/unsubscribe/${key}`);
      expect(part).toContain(PAGE);
    }
  });

  test("is one of text and HTML, with the day to pay as a calendar that reads", async () => {
    const server = await serve();
    await createEmailChannel(
      { to: TO },
      settings(() => createSmtpMailer(smtp(server.port))),
    ).send(letter(), FIRST);
    const parsed = await simpleParser(server.kept[0]?.raw ?? "");
    const raw = server.kept[0]?.raw.toString("latin1") ?? "";
    expect(raw.match(/^Content-Type: [\w/]+/gm)).toEqual([
      "Content-Type: multipart/mixed",
      "Content-Type: multipart/alternative",
      "Content-Type: text/plain",
      "Content-Type: text/html",
      "Content-Type: text/calendar",
    ]);
    expect(raw).toMatch(/text\/calendar; charset=utf-8; method=PUBLISH/);
    const [calendar] = parsed.attachments;
    expect(calendar).toMatchObject({ contentType: "text/calendar", filename: "saldovakt.ics" });
    const { default: ical } = await import("ical.js");
    const component = new ical.Component(ical.parse(calendar?.content.toString("utf8") ?? ""));
    const [event] = component.getAllSubcomponents("vevent").map((each) => new ical.Event(each));
    expect(component.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(event?.startDate.toString()).toBe("2026-12-09");
  });

  test("has the same id on every attempt, and headers of other ids stay whole", async () => {
    const server = await serve();
    const channel = createEmailChannel(
      { to: TO },
      settings(() => createSmtpMailer(smtp(server.port))),
    );
    for (const number of [1, 2]) await channel.send(letter(), { number, now: NOW });
    await channel.send(letter({ id: "x\r\nBcc: other@example.se" }), FIRST);
    const parsed = await Promise.all(server.kept.map(({ raw }) => simpleParser(raw)));
    expect(parsed[0]?.messageId).toBe(parsed[1]?.messageId);
    expect(parsed[2]?.headers.has("bcc")).toBe(false);
    expect(server.kept.every(({ to }) => to.length === 1)).toBe(true);
  });

  test("that is discreet has no calendar, no figure and no name", async () => {
    const server = await serve();
    const channel = createEmailChannel(
      { to: TO },
      settings(() => createSmtpMailer(smtp(server.port))),
    );
    await channel.send(letter({ discreet: true }), FIRST);
    const parsed = await simpleParser(server.kept[0]?.raw ?? "");
    expect(parsed.attachments).toEqual([]);
    for (const part of [parsed.subject, parsed.text, String(parsed.html)])
      expect(part).not.toMatch(/43.000|1655667788996|5050|Åkeri AB|14 dec/);
  });

  test("without pages and without an address to write to has no header that promises an end", async () => {
    const server = await serve();
    const { unsubscribeAddress: _, unsubscribeUrl: __, ...plain } = settings(() => createSmtpMailer(smtp(server.port)));
    await createEmailChannel({ to: TO }, plain).send(letter(), FIRST);
    const parsed = await simpleParser(server.kept[0]?.raw ?? "");
    expect(parsed.headers.has("list")).toBe(false);
    expect(parsed.headers.has("list-unsubscribe-post")).toBe(false);
    expect(parsed.text).toContain("be den som sköter Saldovakt");
  });

  test("goes to a domain in any script", async () => {
    const server = await serve();
    await createEmailChannel(
      { to: "info@åkeri.example" },
      settings(() => createSmtpMailer(smtp(server.port))),
    ).send(letter(), FIRST);
    expect(server.kept[0]?.raw.toString("latin1")).toMatch(/^To: info@xn--keri-poa\.example\r$/m);
  });
});

describe("a mail server", () => {
  const to = (more: SmtpSettings) =>
    createEmailChannel(
      { to: TO },
      settings(() => createSmtpMailer(more)),
    );

  test("may begin with TLS", async () => {
    const server = await serve({ secure: true });
    expect(await to({ ...smtp(server.port), server: `smtps://localhost:${server.port}` }).send(letter(), FIRST)).toEqual({
      kind: "delivered",
    });
    expect(server.kept[0]?.secure).toBe(true);
  });

  test("without TLS is spoken to on loopback, and nowhere else", async () => {
    const server = await serve({ disabledCommands: ["STARTTLS"] });
    expect(await to(smtp(server.port)).send(letter(), FIRST)).toEqual({ kind: "delivered" });
    expect(server.kept[0]?.secure).toBe(false);
  });

  test("with a certificate nobody vouches for is given nothing, the password least", async () => {
    let asked = 0;
    const server = await serve({
      onAuth(_, __, done) {
        asked++;
        done(null, { user: "x" });
      },
    });
    const { ca: _, ...untrusting } = smtp(server.port, { credentials: USER });
    expect(await to(untrusting).send(letter(), FIRST)).toEqual({ kind: "retry", fault: "SMTP_SERVER_UNTRUSTED" });
    expect([asked, server.kept.length]).toEqual([0, 0]);
  });

  test("that does not know us is tried again: passwords are put right", async () => {
    const server = await serve({ authOptional: false });
    const wrong = { user: USER.user, pass: "another" };
    const outcome = await to(smtp(server.port, { credentials: wrong })).send(letter(), FIRST);
    expect(outcome).toEqual({ kind: "retry", fault: "SMTP_NOT_AUTHORIZED" });
  });

  test.each([
    [550, { kind: "failed", fault: "SMTP_STATUS_550" }],
    [450, { kind: "retry", fault: "SMTP_STATUS_450" }],
  ])("that refuses the recipient with %d says for good or for now", async (responseCode, outcome) => {
    const server = await serve({ onRcptTo: (_, __, done) => done(Object.assign(new Error(`no ${TO} here`), { responseCode })) });
    expect(await to(smtp(server.port)).send(letter(), FIRST)).toEqual(outcome);
  });

  test.each([
    [552, { kind: "failed", fault: "SMTP_STATUS_552" }],
    [451, { kind: "retry", fault: "SMTP_STATUS_451" }],
  ])("that refuses the mail itself with %d, likewise", async (responseCode, outcome) => {
    const server = await serve({
      onData(stream, _, done) {
        stream.resume();
        stream.on("end", () => done(Object.assign(new Error("not this"), { responseCode })));
      },
    });
    expect(await to(smtp(server.port)).send(letter(), FIRST)).toEqual(outcome);
  });

  test("that is not there, says nothing or hangs up is tried again", async () => {
    const gone = await mailServer();
    await gone.close();
    expect(await to(smtp(gone.port)).send(letter(), FIRST)).toEqual({ kind: "retry", fault: "SMTP_UNREACHABLE" });
    const answers = [
      [() => undefined, 150, "SMTP_TIMEOUT"],
      [(socket: { destroy(): void }) => socket.destroy(), 10_000, expect.stringMatching(/^SMTP_(CUT|UNREACHABLE)$/)],
    ] as const;
    for (const [answer, deadlineMs, fault] of answers) {
      const silent = createServer(answer as () => void);
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const sockets: { destroy(): void }[] = [];
      silent.on("connection", (socket) => sockets.push(socket));
      const { port } = silent.address() as AddressInfo;
      const outcome = await to(smtp(port, { deadlineMs })).send(letter(), FIRST);
      expect(outcome).toEqual({ kind: "retry", fault });
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    }
  });

  test("elsewhere that offers no TLS is given nothing", async () => {
    const server = await serve({ disabledCommands: ["STARTTLS"] });
    // The machine's own name for itself that is not one of loopback's: resolved to it all the same.
    const { hostname } = await import("node:os");
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(hostname()).catch(() => null);
    const elsewhere = await serveOn(found?.address ?? "", server);
    if (elsewhere === null) return;
    expect(await to({ server: `smtp://${elsewhere}`, ca, deadlineMs: 15_000 }).send(letter(), FIRST)).toEqual({
      kind: "retry",
      fault: "SMTP_TLS",
    });
  });
});

/** A way to the server over an address of this machine that is not loopback; null where it has none. */
async function serveOn(address: string, { port }: MailServer): Promise<string | null> {
  if (address === "" || address.startsWith("127.") || address === "::1") return null;
  const { connect } = await import("node:net");
  const bridge = createServer((socket) => void socket.pipe(connect(port, "127.0.0.1")).pipe(socket));
  // The name may be that of an address the machine no longer has.
  const listens = await new Promise<boolean>((resolve) => {
    bridge.once("error", () => resolve(false)).listen(0, address, () => resolve(true));
  });
  if (!listens) return null;
  closing.push(() => new Promise((resolve) => bridge.close(resolve)));
  return `${address.includes(":") ? `[${address}]` : address}:${(bridge.address() as AddressInfo).port}`;
}
