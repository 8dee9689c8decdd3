import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfiguration } from "@saldovakt/configuration";
import { policyOf, type SourceName } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDeployment, warningsOf } from "../../stacks/deployment.ts";
import { DEPLOYMENTS } from "./deployments.fixture.ts";

const parse = (section: unknown, stage = "production") => parseDeployment(JSON.stringify({ [stage]: section }), stage);
const example = readFileSync(join(import.meta.dirname, "..", "..", "saldovakt.deploy.example.json"), "utf8");

describe("saldovakt.deploy.json", () => {
  it("may be absent: the stage then tells nobody, and only production reads the real authority", () => {
    expect(parseDeployment(null, "alva")).toMatchObject({
      alerts: { email: [], sms: [], webhooks: [], chat: [] },
      watch: { at: "05:30" },
      skatteverket: { environment: "test" },
    });
    expect(parseDeployment(null, "production").skatteverket).toEqual({ environment: "production" });
    expect(parseDeployment("{}", "alva")).toEqual(parseDeployment(null, "alva"));
  });

  it("is what the example shows, for each of its stages", () => {
    for (const stage of Object.keys(JSON.parse(example) as object)) {
      const { skatteverket = {}, policy } = parseDeployment(example, stage);
      const secret = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:saldovakt/x-AbCdEf";
      expect(() => parseConfiguration({ skatteverket: { ...skatteverket, secret }, policy })).not.toThrow();
    }
  });

  it("leaves each country its own pay-by day and language in the example", () => {
    for (const stage of Object.keys(JSON.parse(example) as object)) {
      const { policy } = parseConfiguration({ policy: parseDeployment(example, stage).policy });
      const of = (source: SourceName) => policyOf(policy, { source });
      expect([of("skatteverket"), of("skatteetaten")].map(({ payDaysBefore, language }) => [payDaysBefore, language])).toEqual([
        [3, "sv"],
        [1, "nb"],
      ]);
    }
  });

  it("is taken as it is written", () => {
    expect(parseDeployment(JSON.stringify(DEPLOYMENTS.production), "production")).toEqual(DEPLOYMENTS.production.production);
  });

  it("names a sender as it is written, or none", () => {
    const email = { from: "Saldovakt <alarm@example.se>", replyTo: "a@example.se", identity: "existing" };
    expect(parse({ email }).email).toEqual(email);
    expect(parse({})).not.toHaveProperty("email");
  });

  it("gives a section's missing parts their defaults", () => {
    expect(parse({ alerts: { email: ["a@example.se"] } }).alerts).toEqual({ email: ["a@example.se"], sms: [], webhooks: [], chat: [] });
    expect(parse({ skatteverket: { requestsPerSecond: 2 } }).skatteverket).toEqual({ environment: "production", requestsPerSecond: 2 });
  });

  it.each([
    ["not JSON", "{", /is not JSON/],
    ["a list", "[]", /the whole is not an object/],
  ])("refuses %s", (_what, json, says) => {
    expect(() => parseDeployment(json, "production")).toThrow(says);
  });

  it.each([
    [
      { alert: {} },
      "production.alert is not known; known here are alerts, email, operations, watch, api, publicUrl, skatteverket, maskinporten, skatteetaten, policy",
    ],
    [{ alerts: [] }, "production.alerts is not an object; write it as { … }"],
    [{ alerts: { email: "a@example.se" } }, "production.alerts.email is not a list; write it as [ … ]"],
    [{ alerts: { email: ["a@example.se", "b"] } }, "production.alerts.email[1] is not an e-mail address"],
    [{ alerts: { email: ["a@example.se", "a@example.se"] } }, "production.alerts.email names one twice"],
    [{ alerts: { sms: ["0701740605"] } }, "production.alerts.sms[0] is not a telephone number in international form"],
    [{ alerts: { webhooks: [{ name: "a" }] } }, "production.alerts.webhooks[0].url is missing"],
    [{ alerts: { webhooks: [{ name: "A b", url: "https://example.se" }] } }, "production.alerts.webhooks[0].name is not a name"],
    [{ alerts: { webhooks: [{ name: "a-1b", url: "https://example.se" }] } }, "production.alerts.webhooks[0].name is not a name"],
    [{ alerts: { webhooks: [{ name: "a", url: "http://example.se" }] } }, "production.alerts.webhooks[0].url is not an https address"],
    [
      { alerts: { webhooks: [{ name: "a", url: "https://example.se", secret: "whsec_x" }] } },
      "production.alerts.webhooks[0].secret is not known",
    ],
    [
      {
        alerts: {
          webhooks: [
            { name: "a", url: "https://example.se/1" },
            { name: "a", url: "https://example.se/2" },
          ],
        },
      },
      "production.alerts.webhooks use one name twice",
    ],
    [{ alerts: { chat: [{ name: "a", channel: "irc" }] } }, "production.alerts.chat[0].channel is not slack or teams"],
    [{ alerts: { chat: [{ name: "a" }] } }, "production.alerts.chat[0].channel is missing"],
    [{ alerts: { chat: [{ name: "a", channel: "slack", url: "https://example.se" }] } }, "production.alerts.chat[0].url is not known"],
    [
      {
        alerts: {
          chat: [
            { name: "a", channel: "slack" },
            { name: "a", channel: "teams" },
          ],
        },
      },
      "production.alerts.chat use one name twice",
    ],
    [{ email: {} }, "production.email.from is missing"],
    [{ email: { from: "Saldovakt" } }, "production.email.from is not a sender"],
    [{ email: { from: "a@åkeri.se" } }, "production.email.from has a domain that is not in ASCII"],
    [{ email: { from: "a@b.se", identity: "made-here" } }, "production.email.identity is not made or existing"],
    [{ email: { from: "a@b.se", server: "smtp://b.se" } }, "production.email.server is not known"],
    [{ operations: { operators: ["Operators"] } }, "production.operations.operators[0] is not the ARN of a role or user"],
    [{ operations: { monthlyBudget: "20" } }, "production.operations.monthlyBudget is not a whole number above 0"],
    [{ watch: { at: "5:30" } }, "production.watch.at is not a time of the day"],
    [{ watch: { at: "04:30" } }, "production.watch.at is before 05:05; Skatteverket is closed until 05:00, Swedish time"],
    [{ api: { origins: ["*"] } }, "production.api.origins[0] is not an https origin"],
    [{ skatteverket: { secret: "arn:…" } }, "production.skatteverket.secret is set by the deployment"],
    [{ skatteverket: { signIn: { kind: "per", key: "k" } } }, "production.skatteverket.signIn.key is set by the deployment"],
    [{ api: { altinn: { subscriptionKey: "k" } } }, "production.api.altinn.subscriptionKey is set by the deployment"],
    [{ policy: 3 }, "production.policy is not an object"],
    [{ maskinporten: {} }, "production.skatteetaten is missing beside maskinporten"],
    [{ skatteverket: false }, "production.skatteetaten is missing, and nothing is read"],
    [{ skatteverket: true, skatteetaten: {} }, "production.skatteverket is not an object"],
    [{ skatteetaten: {}, maskinporten: { secret: "arn:…" } }, "production.maskinporten.secret is set by the deployment"],
  ])("refuses %j", (section, says) => {
    expect(() => parse(section)).toThrow(says);
  });

  it("reads Norway alone where it says so, and Sweden wherever it does not", () => {
    const alone = parse({ skatteverket: false, skatteetaten: {} });
    expect(alone).not.toHaveProperty("skatteverket");
    expect([alone.skatteetaten, alone.maskinporten]).toEqual([{ environment: "production" }, { environment: "production" }]);
    expect(parse({ skatteetaten: {} }).skatteverket).toEqual({ environment: "production" });
  });

  it("reads Norway in Sweden's environment, where it says nothing else, and not at all where it is left out", () => {
    const norway = (section: object, stage = "test") => {
      const { skatteetaten, maskinporten } = parseDeployment(JSON.stringify({ [stage]: section }), stage);
      return [skatteetaten?.environment, maskinporten?.environment];
    };
    expect(norway({})).toEqual([undefined, undefined]);
    expect(norway({ skatteetaten: {} })).toEqual(["test", "test"]);
    expect(norway({ skatteetaten: {} }, "production")).toEqual(["production", "production"]);
    expect(norway({ skatteetaten: { environment: "production" } })).toEqual(["production", "production"]);
    expect(norway({ skatteetaten: {}, maskinporten: { environment: "production" } })).toEqual(["production", "production"]);
  });

  it("never repeats a value in what it says", () => {
    const value = fc.string({ minLength: 12 }).filter((text) => !/^[\s]*$/.test(text));
    const places = ["email", "sms", "webhooks"] as const;
    fc.assert(
      fc.property(value, fc.constantFrom(...places), (text, place) => {
        try {
          parse({ alerts: { [place]: [text] } });
        } catch (thrown) {
          expect((thrown as Error).message).not.toContain(text);
        }
      }),
    );
  });

  it("warns of a production whose alarms nobody hears, and of no other stage", () => {
    expect(warningsOf(parseDeployment(null, "production"), "production")).toEqual([
      expect.stringContaining("operations.email names nobody"),
    ]);
    expect(warningsOf(parse({ operations: { monthlyBudget: 20 } }), "production")).toHaveLength(1);
    expect(warningsOf(parse({ operations: { email: ["drift@example.se"] } }), "production")).toEqual([]);
    expect(warningsOf(parseDeployment(null, "alva"), "alva")).toEqual([]);
  });
});
