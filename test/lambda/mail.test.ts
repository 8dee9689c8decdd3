import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { recipientKey } from "@saldovakt/delivery";
import type { Instant } from "@saldovakt/domain";
import { linkKey, sendTest, verifyPageLink, verifyUnsubscribe } from "@saldovakt/service";
import { type ParsedMail, simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SHORT } from "./companies.ts";
import { told } from "./logged.ts";
import { accessKeyOf } from "./runtime-api.ts";
import { startWorld, TODAY, type World } from "./world.ts";

/** SES as far as `deliver` can see: takes mail, and keeps it. */
interface Ses {
  readonly server: Server;
  readonly taken: { readonly signedBy: string; readonly input: SendEmail; readonly mail: ParsedMail }[];
  status: number;
}

interface SendEmail {
  readonly FromEmailAddress: string;
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly ConfigurationSetName?: string;
  readonly Content: { readonly Raw: { readonly Data: string } };
}

async function startSes(): Promise<Ses> {
  const taken: Ses["taken"] = [];
  const server = createServer(async (request, response) => {
    const input = (await json(request)) as SendEmail;
    if (ses.status !== 200) {
      response.writeHead(ses.status, { "content-type": "application/json", "x-amzn-errortype": "MessageRejected" });
      response.end(JSON.stringify({ message: "Email address is not verified: ekonomi@example.se" }));
      return;
    }
    const signedBy = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    taken.push({ signedBy, input, mail: await simpleParser(Buffer.from(input.Content.Raw.Data, "base64")) });
    expect(`${request.method} ${request.url}`).toBe("POST /v2/email/outbound-emails");
    response.writeHead(200, { "content-type": "application/json" }).end('{ "MessageId": "1" }');
  });
  const ses: Ses = { server, taken, status: 200 };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return ses;
}

let world: World;
let ses: Ses;

const RECIPIENT = { channel: "email", to: "ekonomi@example.se", language: "nb" };
const configuration = {
  email: { from: "Saldovakt <alarm@example.se>", server: "ses", configurationSet: "saldovakt-test-mail" },
  publicUrl: "https://saldovakt.example.se",
  recipients: [RECIPIENT],
};

beforeAll(async () => {
  [world, ses] = await Promise.all([startWorld([SHORT], ["watch", "deliver"]), startSes()]);
  const { id: accountId } = await world.add(SHORT);
  world.put("watch", JSON.stringify({ accountId, day: TODAY }));
});
afterAll(async () => {
  await world?.close();
  ses?.server.closeAllConnections();
  await new Promise((resolve) => ses?.server.close(resolve));
});

const start = (name: "watch" | "deliver") => {
  const endpoints = { AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${(ses.server.address() as AddressInfo).port}` };
  return world.start(name, { configuration, endpoints });
};

it("the bundle as it is deployed writes mail and hands it to SES, with links that open what they should and nothing else", async () => {
  await world.drain("watch", await start("watch"));
  const deliver = await start("deliver");
  const { length } = world.waiting("delivery");
  expect(length).toBeGreaterThan(0);
  await world.drain("delivery", deliver);
  expect(ses.taken).toHaveLength(length);
  const key = await linkKey(world.store, () => Buffer.alloc(32));
  for (const { signedBy, input, mail } of ses.taken) {
    expect(signedBy).toBe(accessKeyOf("deliver"));
    expect(input).toMatchObject({
      FromEmailAddress: "alarm@example.se",
      Destination: { ToAddresses: ["ekonomi@example.se"] },
      ConfigurationSetName: "saldovakt-test-mail",
    });
    expect(mail.subject).toMatch(/mangler|betal/i);
    expect(mail.text).toContain("OCR-nummer");
    const [, link = ""] = /https:\/\/saldovakt\.example\.se\/link\/([\w-]+)/.exec(mail.text ?? "") ?? [];
    const [, end = ""] = /https:\/\/saldovakt\.example\.se\/unsubscribe\/([\w-]+)/.exec(mail.text ?? "") ?? [];
    expect(verifyPageLink(key, link, "2026-11-21T08:00:00.000Z" as Instant)?.account).toMatch(/^acc_/);
    expect(verifyUnsubscribe(key, end)).toMatch(/^[0-9a-f]{16}$/);
    expect(verifyUnsubscribe(key, link)).toBeNull();
    expect(verifyPageLink(key, end, "2026-11-21T08:00:00.000Z" as Instant)).toBeNull();
  }
  const { logs } = told(deliver.lines);
  expect(JSON.stringify(logs)).not.toMatch(/example\.se|OCR|\/link\/|\/unsubscribe\//);
});

/** A test message to the recipient, as the API queues it. */
const queueTest = (now: Instant): Promise<unknown> =>
  sendTest(
    { key: recipientKey({ channel: "email", to: RECIPIENT.to }) },
    {
      queue: {
        async send(messages) {
          for (const message of messages) world.put("delivery", JSON.stringify(message));
        },
      },
      clock: { now: () => now, today: () => TODAY },
    },
  );

it("a test message goes the same way; what SES does not take is given up, and told by its code alone", async () => {
  const before = ses.taken.length;
  const deliver = await start("deliver");
  await queueTest("2026-11-20T09:00:00.000Z" as Instant);
  await world.drain("delivery", deliver);
  expect(ses.taken.slice(before).map(({ mail }) => mail.attachments.length)).toEqual([0]);
  ses.status = 400;
  await queueTest("2026-11-20T10:00:00.000Z" as Instant);
  await world.drain("delivery", deliver);
  expect(ses.taken).toHaveLength(before + 1);
  expect(world.queued("delivery")).toEqual({ waiting: 0, hiddenFor: [] });
  const { logs } = told(deliver.lines);
  expect(logs.map(({ message, code }) => [message, code])).toEqual([
    ["delivered", undefined],
    ["not delivered", "SES_REJECTED"],
  ]);
  expect(JSON.stringify(logs)).not.toContain("example.se");
});
