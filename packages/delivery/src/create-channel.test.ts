import { join } from "node:path";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { HttpClient, HttpRequest } from "@saldovakt/http";
import { mockClient } from "aws-sdk-client-mock";
import { build } from "esbuild";
import { describe, expect, test, vi } from "vitest";
import { message, NOW } from "../test/message.ts";
import { createChannel } from "./create-channel.ts";
import type { Mail } from "./email/mailer.ts";
import type { Recipient } from "./recipient.ts";

const FIRST = { number: 1, now: NOW };
const secrets = [`whsec_${Buffer.alloc(32, 7).toString("base64")}`];
const client = new SNSClient({ region: "eu-north-1", credentials: { accessKeyId: "invented", secretAccessKey: "invented" } });
const sns = mockClient(client);
sns.on(PublishCommand).resolves({});

describe("the channel of a recipient", () => {
  test("is a webhook", async () => {
    const requests: HttpRequest[] = [];
    const http: HttpClient = {
      send: async (request) => {
        requests.push(request);
        return { status: 200, headers: {}, body: "", truncated: false };
      },
      close: async () => undefined,
    };
    const channel = createChannel({ channel: "webhook", url: "https://hook.example/a", secrets }, { http });
    expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
    expect(requests.map((request) => request.url)).toEqual(["https://hook.example/a"]);
  });

  test("is a topic or a number, over one client made with the first message", async () => {
    const make = vi.fn(() => client);
    const topic = createChannel({ channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" }, { sns: make });
    const number = createChannel({ channel: "sms", phoneNumber: "+46700000000" }, { sns: make });
    expect(make).not.toHaveBeenCalled();
    for (const channel of [topic, topic, number]) expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
    expect(make).toHaveBeenCalledTimes(2);
    const targets = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input.TopicArn ?? args[0].input.PhoneNumber);
    expect(targets).toEqual(["arn:aws:sns:eu-north-1:123456789012:alerts", "arn:aws:sns:eu-north-1:123456789012:alerts", "+46700000000"]);
  });

  test("tries again to make a client it could not make", async () => {
    const make = vi
      .fn(() => client)
      .mockImplementationOnce(() => {
        throw new Error("not today");
      });
    const channel = createChannel({ channel: "sms", phoneNumber: "+46700000000" }, { sns: make });
    await expect(channel.send(message(), FIRST)).rejects.toThrow("not today");
    expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
  });

  test("is an e-mail address, its mailer made with the first message", async () => {
    const sent: Mail[] = [];
    const mailer = vi.fn(async () => ({
      send: async (mail: Mail) => {
        sent.push(mail);
        return { kind: "delivered" } as const;
      },
    }));
    const email = { from: { name: "Saldovakt", address: "alarm@example.se" }, mailer };
    const channel = createChannel({ channel: "email", to: "chef@example.se" }, { email });
    expect(mailer).not.toHaveBeenCalled();
    for (let time = 0; time < 2; time++) expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
    expect(mailer).toHaveBeenCalledOnce();
    expect(sent.map(({ from, to }) => [from, to])).toEqual([
      ["alarm@example.se", "chef@example.se"],
      ["alarm@example.se", "chef@example.se"],
    ]);
    mailer.mockRejectedValueOnce(new Error("not today"));
    const other = createChannel({ channel: "email", to: "a@example.se" }, { email });
    await expect(other.send(message(), FIRST)).rejects.toThrow("not today");
    expect(await other.send(message(), FIRST)).toEqual({ kind: "delivered" });
  });

  test("is a chat room", async () => {
    const urls: string[] = [];
    const http: HttpClient = {
      send: async ({ url }) => {
        urls.push(url);
        return { status: 202, headers: {}, body: "", truncated: false };
      },
      close: async () => undefined,
    };
    for (const channel of ["slack", "teams"] as const) {
      const room = createChannel({ channel, url: `https://rooms.example/${channel}` }, { http });
      expect(await room.send(message(), FIRST)).toEqual({ kind: "delivered" });
    }
    expect(urls).toEqual(["https://rooms.example/slack", "https://rooms.example/teams"]);
  });

  test("is the console", async () => {
    const write = vi.fn();
    await createChannel({ channel: "console" }, { write }).send(message(), FIRST);
    expect(write).toHaveBeenCalledOnce();
  });

  test.each<Recipient>([
    { channel: "webhook", url: "https://hook.example/a", secrets },
    { channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" },
    { channel: "sms", phoneNumber: "+46700000000" },
    { channel: "email", to: "chef@example.se" },
    { channel: "slack", url: "https://rooms.example/a" },
    { channel: "teams", url: "https://rooms.example/b" },
    { channel: "console" },
  ])("is refused where the installation has nothing to send $channel with, naming no target", (recipient) => {
    const fault = expect.objectContaining({ code: "CHANNEL_UNAVAILABLE", scope: "installation" });
    expect(() => createChannel(recipient, {})).toThrow(fault);
    expect(() => createChannel(recipient, {})).not.toThrow(/example|arn:|\+46/);
  });
});

describe("a bundle", () => {
  const bytesOf = async (contents: string): Promise<{ bytes: number; sns: boolean; mail: boolean }> => {
    const { metafile } = await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      minify: true,
      platform: "node",
      format: "esm",
      metafile: true,
      write: false,
      outfile: join(import.meta.dirname, "out.js"),
    });
    const [output] = Object.values(metafile.outputs);
    const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const holds = (name: string): boolean => used.some(([path]) => path.includes(name));
    return { bytes: output?.bytes ?? Number.NaN, sns: holds("client-sns"), mail: holds("client-sesv2") || holds("nodemailer") };
  };

  test("of recipients and the retry table alone is small", async () => {
    const { bytes, sns: withSns, mail } = await bytesOf('export { recipientKey, delayBefore } from "./index.ts";');
    expect({ withSns, mail }).toEqual({ withSns: false, mail: false });
    expect(bytes).toBeLessThan(8_000);
  });

  test("of webhooks has neither the SNS client nor what writes mail", async () => {
    expect(await bytesOf('export { createWebhookChannel } from "@saldovakt/delivery/webhook";')).toMatchObject({ sns: false, mail: false });
    expect((await bytesOf('export { createTopicChannel } from "@saldovakt/delivery/sns";')).sns).toBe(true);
  });
});
