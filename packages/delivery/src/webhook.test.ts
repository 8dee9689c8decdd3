import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { LookupFunction } from "node:net";
import { type Alert, epochMs, type Instant } from "@saldovakt/domain";
import { type AddressGuard, type HttpClient, type HttpRequest, type HttpResponse, publicAddressesOnly } from "@saldovakt/http";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { ca, endpoint, type Received, stopEndpoints } from "../test/endpoint.ts";
import { manyPayments, message, NOW } from "../test/message.ts";
import type { Channel, Outcome } from "./channel.ts";
import { createWebhookChannel, createWebhookClient } from "./webhook.ts";

const secret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
const SECRET = secret();
const FIRST = { number: 1, now: NOW };

/** Lets loopback pass, which no guard for customers' URLs does. */
const loopback: AddressGuard = {
  checkUrl: () => undefined,
  permits: (address) => address === "127.0.0.1",
  lookup: ((_, options, callback) =>
    options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4)) as LookupFunction,
};

const clients: HttpClient[] = [];
function client(options: Parameters<typeof createWebhookClient>[0]): HttpClient {
  const made = createWebhookClient(options);
  clients.push(made);
  return made;
}
const http = client({ guard: loopback, tls: { ca: [ca] } });
const to = (url: string, ...secrets: string[]): Channel =>
  createWebhookChannel({ url, secrets: secrets.length > 0 ? secrets : [SECRET] }, http);

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(code, headers).end();
  };

afterEach(async () => {
  vi.useRealTimers();
  await stopEndpoints();
});
afterAll(async () => {
  for (const one of clients) await one.close();
});

/** What the reference implementation makes of a call, at the moment the call was made for. */
function verified(received: Received | undefined, by: string, at: Instant = NOW): unknown {
  vi.useFakeTimers({ toFake: ["Date"], now: epochMs(at) });
  try {
    return new Webhook(by).verify(received?.body ?? "", received?.headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}

describe("a call", () => {
  test("is what Standard Webhooks asks for, and its signature holds", async () => {
    const hook = await endpoint(status(204));
    expect(await to(hook.url).send(message(), FIRST)).toEqual({ kind: "delivered" });
    const [call] = hook.received;
    expect(call).toMatchObject({ method: "POST", path: "/hook" });
    expect(Object.keys(call?.headers ?? {}).sort()).toEqual([
      "connection",
      "content-length",
      "content-type",
      "host",
      "user-agent",
      "webhook-id",
      "webhook-signature",
      "webhook-timestamp",
    ]);
    expect(call?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "Saldovakt",
      "webhook-id": message().id,
      "webhook-timestamp": "1795414500",
    });
    expect(verified(call, SECRET)).toEqual(message().document);
    expect(JSON.parse(call?.body ?? "")).toMatchObject({
      type: "shortfall.detected",
      timestamp: NOW,
      data: { account: message().account },
    });
  });

  test("keeps its id over attempts and has a new timestamp and signature on each", async () => {
    const hook = await endpoint(status(500));
    const later = "2026-11-23T06:20:00.000Z" as Instant;
    await to(hook.url).send(message(), FIRST);
    await to(hook.url).send(message(), { number: 2, now: later });
    const [first, second] = hook.received;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.headers["webhook-timestamp"]).toBe("1795414800");
    expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
    expect(verified(second, SECRET, later)).toEqual(message().document);
    expect(() => verified(first, SECRET, later)).not.toThrow();
    expect(() => verified(first, SECRET, "2026-11-23T06:25:00.000Z" as Instant)).toThrow("too old");
  });

  test("carries a signature for every secret while they are rotated", async () => {
    const hook = await endpoint(status(200));
    const [old, young] = [secret(), secret()];
    await to(hook.url, old, young).send(message(), FIRST);
    expect(String(hook.received[0]?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    for (const known of [old, young]) expect(verified(hook.received[0], known)).toEqual(message().document);
    expect(() => verified(hook.received[0], secret())).toThrow("No matching signature");
  });

  test("stays below 20 kB however many payments there are", async () => {
    const hook = await endpoint(status(200));
    expect(await to(hook.url).send(message(manyPayments(500)), FIRST)).toEqual({ kind: "delivered" });
    expect(Buffer.byteLength(hook.received[0]?.body ?? "")).toBeLessThan(20_000);
    const tooLong = { ...message(), document: { ...message().document, type: "x".repeat(20_000) as Alert["type"] } };
    expect(await to(hook.url).send(tooLong, FIRST)).toEqual({ kind: "failed", fault: "MESSAGE_TOO_LARGE" });
    expect(hook.received).toHaveLength(1);
  });
});

describe("an answer", () => {
  const outcome = (code: number): Outcome => {
    if (code < 300) return { kind: "delivered" };
    if (code < 400) return { kind: "retry", fault: "WEBHOOK_REDIRECT" };
    if (code === 410) return { kind: "disabled", fault: "WEBHOOK_GONE" };
    const slow = [429, 502, 503, 504].includes(code);
    return { kind: "retry", fault: `WEBHOOK_STATUS_${code}`, ...(slow ? { afterMs: 60_000 } : {}) };
  };

  test("of every status has its meaning", async () => {
    const codes = Array.from({ length: 400 }, (_, i) => 200 + i);
    let code = 0;
    const hook = await endpoint((response) => status(code)(response));
    const channel = to(hook.url);
    for (code of codes) expect(await channel.send(message(), FIRST), `${code}`).toEqual(outcome(code));
    expect(hook.received).toHaveLength(codes.length);
  });

  test.each([
    [503, "120", 120_000],
    [429, "3600", 3_600_000],
    [429, "1", 60_000],
    [503, "Mon, 23 Nov 2026 07:15:00 GMT", 3_599_500],
    [504, "Mon, 23 Nov 2026 05:15:00 GMT", 60_000],
    [503, "Mon, 23 Nov 2026 07:15:00 GMT", 1_800_000, "Mon, 23 Nov 2026 06:45:00 GMT"],
    [502, "soon", 60_000],
    [500, "3600", undefined],
  ])("%d with Retry-After %j waits %s ms", async (code, header, afterMs, date?: string) => {
    const hook = await endpoint((response) => {
      response.sendDate = false;
      status(code, { "retry-after": header, ...(date === undefined ? {} : { date }) })(response);
    });
    const result = await to(hook.url).send(message(), FIRST);
    expect(result).toEqual({ kind: "retry", fault: `WEBHOOK_STATUS_${code}`, ...(afterMs === undefined ? {} : { afterMs }) });
  });

  test("that redirects is not followed", async () => {
    const other = await endpoint(status(200));
    const hook = await endpoint((response) => status(307, { location: other.url })(response));
    expect(await to(hook.url).send(message(), FIRST)).toEqual({ kind: "retry", fault: "WEBHOOK_REDIRECT" });
    expect([hook.received.length, other.connections()]).toEqual([1, 0]);
  });

  /** The real client, its answers kept and its deadline shortened. */
  function observed(deadlineMs?: number): { http: HttpClient; requests: HttpRequest[]; answers: HttpResponse[] } {
    const requests: HttpRequest[] = [];
    const answers: HttpResponse[] = [];
    const send = async (request: HttpRequest): Promise<HttpResponse> => {
      requests.push(request);
      const answer = await http.send(deadlineMs === undefined ? request : { ...request, deadlineMs });
      answers.push(answer);
      return answer;
    };
    return { http: { send, close: () => http.close() }, requests, answers };
  }

  test("is awaited for fifteen seconds, its body included", async () => {
    const answers = [(): void => undefined, (response: ServerResponse): void => void response.writeHead(200).write("…")];
    for (const answer of answers) {
      const hook = await endpoint(answer);
      const { http: quick, requests } = observed(60);
      const result = await createWebhookChannel({ url: hook.url, secrets: [SECRET] }, quick).send(message(), FIRST);
      expect(result).toEqual({ kind: "retry", fault: "HTTP_TIMEOUT" });
      expect(requests[0]?.deadlineMs).toBe(15_000);
    }
  });

  test("however large is read to 16 kB", async () => {
    const hook = await endpoint((response) => void response.writeHead(200).end("x".repeat(5_000_000)));
    const { http: seen, answers } = observed();
    expect(await createWebhookChannel({ url: hook.url, secrets: [SECRET] }, seen).send(message(), FIRST)).toEqual({ kind: "delivered" });
    expect(answers[0]?.truncated).toBe(true);
    expect(answers[0]?.body.length).toBeLessThanOrEqual(16_384);
  });
});

describe("an endpoint that cannot be spoken to", () => {
  test("may be back later", async () => {
    const cut = await endpoint((response) => void response.destroy());
    expect(await to(cut.url).send(message(), FIRST)).toEqual({ kind: "retry", fault: "HTTP_CUT" });
    await stopEndpoints();
    expect(await to(cut.url).send(message(), FIRST)).toEqual({ kind: "retry", fault: "HTTP_UNREACHABLE" });
  });

  test("with a certificate nobody vouches for is not told anything", async () => {
    const hook = await endpoint(status(200));
    const channel = createWebhookChannel({ url: hook.url, secrets: [SECRET] }, client({ guard: loopback }));
    expect(await channel.send(message(), FIRST)).toEqual({ kind: "retry", fault: "HTTP_SERVER_UNTRUSTED" });
    expect(hook.received).toHaveLength(0);
  });

  test.each(["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])(
    "on the machine or network of the sender is never called: %s",
    async (host) => {
      const hook = await endpoint(status(200));
      const channel = createWebhookChannel({ url: `https://${host}:${hook.port}/`, secrets: [SECRET] }, client({ tls: { ca: [ca] } }));
      expect(await channel.send(message(), FIRST)).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
      expect(hook.connections()).toBe(0);
    },
  );

  test("whose public name leads there is not called either", async () => {
    const hook = await endpoint(status(200));
    const guard = publicAddressesOnly(loopback.lookup);
    const channel = createWebhookChannel(
      { url: `https://hook.example:${hook.port}/`, secrets: [SECRET] },
      client({ guard, tls: { ca: [ca] } }),
    );
    expect(await channel.send(message(), FIRST)).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
    expect(hook.connections()).toBe(0);
    // The same name, address and certificate pass where the guard allows it: it was the guard that refused.
    const allowed = createWebhookChannel({ url: `https://hook.example:${hook.port}/`, secrets: [SECRET] }, http);
    expect(await allowed.send(message(), FIRST)).toEqual({ kind: "delivered" });
  });

  test.each([
    ["http://hook.example/", "HTTP_URL_INVALID"],
    ["https://user:word@hook.example/", "HTTP_URL_INVALID"],
    ["hook.example", "HTTP_URL_INVALID"],
  ])("because %s is no address for a webhook is given up at once", async (url, fault) => {
    expect(await createWebhookChannel({ url, secrets: [SECRET] }, client({})).send(message(), FIRST)).toEqual({ kind: "failed", fault });
  });

  test("faults of this program are thrown, not put on the endpoint", async () => {
    const closed = createWebhookClient({ guard: loopback });
    await closed.close();
    const channel = createWebhookChannel({ url: "https://hook.example/", secrets: [SECRET] }, closed);
    await expect(channel.send(message(), FIRST)).rejects.toMatchObject({ code: "HTTP_CLIENT_CLOSED" });
    const broken: HttpClient = { send: () => Promise.reject(new TypeError("a bug")), close: async () => undefined };
    await expect(createWebhookChannel({ url: "https://hook.example/", secrets: [SECRET] }, broken).send(message(), FIRST)).rejects.toThrow(
      "a bug",
    );
  });
});

test("a channel without a usable secret is not made", () => {
  expect(() => createWebhookChannel({ url: "https://hook.example/", secrets: [] }, http)).toThrow(
    expect.objectContaining({ code: "WEBHOOK_SECRET_MISSING" }),
  );
  expect(() => createWebhookChannel({ url: "https://hook.example/", secrets: [SECRET, "whsec_short"] }, http)).toThrow(
    expect.objectContaining({ code: "WEBHOOK_SECRET_INVALID" }),
  );
});
