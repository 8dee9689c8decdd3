import type { ServerResponse } from "node:http";
import { type Alert, alertLetter, type Language } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import * as fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { anyAlert, anyText, plainly } from "../../test/any-alert.ts";
import { ca, endpoint, stopEndpoints } from "../../test/endpoint.ts";
import { loopback } from "../../test/loopback.ts";
import { message, NOW } from "../../test/message.ts";
import type { Message } from "../channel.ts";
import { createWebhookClient } from "../webhook.ts";
import { createChatChannel } from "./channel.ts";
import { escapeSlack, slackMessage } from "./slack.ts";
import { escapeTeams, teamsMessage } from "./teams.ts";

const FIRST = { number: 1, now: NOW };
const PAGE = "https://saldovakt.example/link/dGVzdA";
const http = createWebhookClient({ guard: loopback, tls: { ca: [ca] } });
afterEach(stopEndpoints);
afterAll(() => http.close());

const ROOMS = ["slack", "teams"] as const;
const told = (more: Partial<Message> = {}): Message => ({ ...message(FAMILIES.shortfall), link: PAGE, ...more });
const language = fc.constantFrom<Language>("sv", "nb", "en");
const letterOf = (alert: Alert, name: string, lang: Language, discreet = false, shown = 8) =>
  alertLetter(alert, { name }, lang, { discreet, forecastUrl: PAGE, shown });

/** Every text of a message with the path it stands at. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => texts(each, `${path}/${key}`));
}

/** A message with every text taken out: its make. */
const make = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each) =>
      ["text", "title", "value", "fallbackText"].includes(key) && typeof each === "string" ? "" : each,
    ),
  );

describe.each(ROOMS)("a message to %s", (channel) => {
  const prefix = channel.toUpperCase();

  test("is posted as JSON, once", async () => {
    const room = await endpoint((response) => void response.writeHead(200).end("ok"));
    expect(await createChatChannel({ channel, url: room.url }, http).send(told(), FIRST)).toEqual({ kind: "delivered" });
    expect(room.received).toHaveLength(1);
    expect(room.received[0]).toMatchObject({
      method: "POST",
      path: "/hook",
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    const body = room.received[0]?.body ?? "";
    for (const each of ["43 000 kr", "1655667788996", "5050-1055", PAGE]) expect(body).toContain(each);
  });

  const status =
    (code: number, headers: Record<string, string> = {}) =>
    (response: ServerResponse) =>
      void response.writeHead(code, headers).end();

  test.each([
    [400, {}, { kind: "retry", fault: "STATUS_400" }],
    [404, {}, { kind: "retry", fault: "STATUS_404" }],
    [410, {}, { kind: "disabled", fault: "GONE" }],
    [302, { location: "https://hook.example/" }, { kind: "retry", fault: "REDIRECT" }],
    [429, { "retry-after": "120" }, { kind: "retry", fault: "STATUS_429", afterMs: 120_000 }],
    [429, {}, { kind: "retry", fault: "STATUS_429", afterMs: 60_000 }],
    [503, {}, { kind: "retry", fault: "STATUS_503", afterMs: 60_000 }],
  ] as const)("that is answered with %d", async (code, headers, outcome) => {
    const room = await endpoint(status(code, headers));
    const result = await createChatChannel({ channel, url: room.url }, http).send(told(), FIRST);
    expect(result).toEqual({ ...outcome, fault: `${prefix}_${outcome.fault}` });
  });

  test("never goes to an address that is not public", async () => {
    const guarded = createWebhookClient({ tls: { ca: [ca] } });
    const room = await endpoint(status(200));
    const outcome = await createChatChannel({ channel, url: `https://127.0.0.1:${room.port}/` }, guarded).send(told(), FIRST);
    expect(outcome).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
    await guarded.close();
  });

  test("is small enough however much there is to say", async () => {
    const bodies: string[] = [];
    const keeping: HttpClient = {
      send: async ({ body }) => {
        bodies.push(body ?? "");
        return { status: 200, headers: {}, body: "", truncated: false };
      },
      close: async () => undefined,
    };
    const room = createChatChannel({ channel, url: "https://rooms.example/" }, keeping);
    await fc.assert(
      fc.asyncProperty(anyAlert, anyText, language, async (alert, name, lang) => {
        const outcome = await room.send(told({ alert, language: lang, account: { ...told().account, name } }), FIRST);
        expect(outcome).toEqual({ kind: "delivered" });
      }),
      { numRuns: 100 },
    );
    for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(28_000);
  });

  test("that is discreet holds no figure, no name and no reference", () => {
    const messageOf = channel === "slack" ? slackMessage : teamsMessage;
    fc.assert(
      fc.property(anyAlert, anyText, language, (alert, name, lang) => {
        const written = messageOf(letterOf(alert, name, lang, true));
        expect(written).toEqual(messageOf(letterOf(alert, "another", lang, true)));
        for (const [path, text] of texts(written))
          if (!/url|version|schema/.test(path)) expect(text.replace(PAGE, "")).not.toMatch(/\p{N}/u);
      }),
      { numRuns: 100 },
    );
  });
});

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly fields?: readonly { readonly type: string; readonly text: string }[];
  readonly elements?: readonly { readonly type: string; readonly url?: string }[];
}

describe("Block Kit", () => {
  test.each(Object.entries(FAMILIES))("takes what is written of %s", (_, alert) => {
    for (const lang of ["sv", "nb", "en"] as const) checkBlocks(slackMessage(letterOf(alert, "Exempel & Söner AB", lang)));
  });

  test("takes any letter, in which nobody is mentioned and nothing linked but the page", () => {
    fc.assert(
      fc.property(anyAlert, anyText, language, (alert, name, lang) => {
        const written = slackMessage(letterOf(alert, name, lang));
        checkBlocks(written);
        for (const [path, text] of texts(written)) {
          if (path.endsWith("/url")) expect(text).toBe(PAGE);
          else expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
        }
        expect(make(written)).toEqual(make(slackMessage(letterOf(plainly(alert), "x", lang))));
      }),
      { numRuns: 100 },
    );
  });

  /** Slack's published limits. */
  function checkBlocks(written: object): void {
    const { blocks, text } = written as { blocks: readonly Block[]; text: string };
    expect(text.length).toBeGreaterThan(0);
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const block of blocks) {
      if (block.type === "section") {
        expect(block.text !== undefined || block.fields !== undefined).toBe(true);
        if (block.text) expect(block.text.text.length).toBeGreaterThan(0);
        expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
        expect(block.fields?.length ?? 1).toBeGreaterThan(0);
        expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
        for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
      } else if (block.type === "actions") {
        expect(block.elements).toMatchObject([{ type: "button", url: PAGE }]);
      } else expect(block.type).toBe("context");
    }
  }

  test("escapes what Slack escapes, once", () => {
    expect(escapeSlack("A & B <!channel> &amp;")).toBe("A &amp; B &lt;!channel&gt; &amp;amp;");
  });
});

interface Element {
  readonly type: string;
  readonly text?: string;
  readonly facts?: readonly { readonly title: string; readonly value: string }[];
}

describe("an Adaptive Card", () => {
  test.each(Object.entries(FAMILIES))("of %s stands in the envelope a workflow reads", (_, alert) => {
    for (const lang of ["sv", "nb", "en"] as const) checkCard(teamsMessage(letterOf(alert, "Exempel & Söner AB", lang)), alert);
  });

  test("of any letter holds no link but the page's, and no Markdown that came from outside", () => {
    fc.assert(
      fc.property(anyAlert, anyText, language, (alert, name, lang) => {
        const written = teamsMessage(letterOf(alert, name, lang));
        checkCard(written, alert);
        for (const [path, text] of texts(written)) {
          if (/url$|schema$|contentType$|version$|\/type$/.test(path)) continue;
          expect(text.replace(/\\[\\`*_[\]<#>.)+-]/g, "x")).not.toMatch(/[`*_[\]<]|\{\{|\$\{|^\s*[-+#>]\s/);
        }
        expect(make(written)).toEqual(make(teamsMessage(letterOf(plainly(alert), "x", lang))));
      }),
      { numRuns: 100 },
    );
  });

  function checkCard(written: object, { type }: Alert): void {
    expect(written).toMatchObject({
      type: "message",
      attachments: [
        { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: { type: "AdaptiveCard", version: "1.4" } },
      ],
    });
    const [{ content }] = (written as { attachments: [{ content: { body: readonly Element[]; actions?: readonly object[] } }] })
      .attachments;
    expect(content.body.length).toBeGreaterThan(0);
    for (const element of content.body) {
      expect(["TextBlock", "FactSet"]).toContain(element.type);
      if (element.type === "TextBlock") expect(element).toMatchObject({ wrap: true, text: expect.stringMatching(/\S/) });
      else for (const fact of element.facts ?? []) expect(fact).toEqual({ title: expect.any(String), value: expect.any(String) });
      if (element.type === "FactSet") expect(element.facts?.length ?? 0).toBeGreaterThan(0);
    }
    // What is the installation's leads to no account.
    const action = { type: "Action.OpenUrl", title: expect.stringMatching(/Saldovakt/), url: PAGE };
    expect(content.actions).toEqual(["certificate.expiring", "test"].includes(type) ? undefined : [action]);
  }

  test("escapes Markdown and bindings", () => {
    expect(escapeTeams("**A** [b](https://c) `d` $" + "{e} {{f}}")).toBe("\\*\\*A\\*\\* \\[b\\](https://c) \\`d\\` $\u200b{e} {\u200b{f}}");
    expect(escapeTeams("- a\n1. b\n+ c 1.5")).toBe("\\- a\n1\\. b\n\\+ c 1.5");
    expect(escapeTeams("# A\n> B\n12) C")).toBe("\\# A\n\\> B\n12\\) C");
    expect(escapeTeams("-20 000 kr (moms jul-sep), 5050-1055, <b>")).toBe("-20 000 kr (moms jul-sep), 5050-1055, \\<b>");
  });
});
