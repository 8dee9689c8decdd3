import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseConfiguration } from "@saldovakt/configuration";
import { formatDecimal, PAY_DAYS_BEFORE, SaldovaktError } from "@saldovakt/domain";
import { parseSecret as parseMaskinportenSecret } from "@saldovakt/maskinporten";
import { parseSecret } from "@saldovakt/skatteverket";
import { describe, expect, it } from "vitest";
import { parseDeployment } from "../stacks/deployment.ts";
import { payload, samples, words } from "./docs/alerts.ts";
import { anchors, blocks, links, PAGES, page, quoted, ROOT, rows } from "./docs/markdown.ts";

const CONFIGURATION = page("docs/configuration.md");

describe("every page", () => {
  it("links to what is there", () => {
    const all = PAGES.flatMap((path) => links(page(path)).map((target) => ({ path, target })));
    expect(all.length).toBeGreaterThan(20);
    const broken = all.filter(({ path, target }) => {
      const [file = "", anchor] = target.split("#");
      const meant = file === "" ? path : join(dirname(path), file);
      return !existsSync(join(ROOT, meant)) || (anchor !== undefined && !anchors(page(meant)).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it("shows configurations and secrets that are taken", () => {
    const readme = page("README.md").match(/^ {7}\{ "skatteverket"[\s\S]*?\}$/gm) ?? [];
    const whole = [...readme, ...PAGES.flatMap((path) => blocks(page(path), "json saldovakt.json"))];
    expect(whole.length).toBeGreaterThanOrEqual(4);
    for (const block of whole) {
      const { skatteverket, skatteetaten } = parseConfiguration(JSON.parse(block));
      expect(skatteverket ?? skatteetaten, block).toBeDefined();
    }
    const secrets = PAGES.flatMap((path) => blocks(page(path), "json skatteverket.secret.json"));
    expect(secrets.map((block) => Object.keys(parseSecret(block)))).toEqual([["oauth2", "apigw", "certificate"]]);
    const norwegian = PAGES.flatMap((path) => blocks(page(path), "json maskinporten.secret.json"));
    expect(norwegian.length).toBeGreaterThan(0);
    for (const block of norwegian) expect(() => parseMaskinportenSecret(block), block).not.toThrow();
  });

  it("names no code that the program does not give", () => {
    const sources = ["packages", "functions", "stacks"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /(?<!\.test)\.ts$/.test(name) && !name.includes("node_modules"))
        .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
    );
    const program = sources.join("\n");
    const named = PAGES.flatMap((path) => quoted(page(path))).filter((text) => /^[A-Z]+(_[A-Z]+)+$/.test(text));
    const codes = new Set(named.filter((text) => !/^(SALDOVAKT|AWS|FAST|NO)_/.test(text)));
    expect(codes.size).toBeGreaterThan(15);
    for (const code of codes) expect(program, `${code} is no code of the program`).toMatch(new RegExp(`\\b${code}\\b`));
  });
});

/** What a fault says of an unknown key: the keys known in its place. */
function known(value: unknown, parse: (value: unknown) => unknown = parseConfiguration): readonly string[] {
  try {
    parse(value);
  } catch (thrown) {
    const said = thrown instanceof SaldovaktError ? (thrown.remedy ?? "") : String(thrown);
    return (/known here are (.*)$/.exec(said)?.[1] ?? "").split(", ");
  }
  return [];
}

const UNKNOWN = { qqqqqqqqqqqq: 1 };
const CHANNELS: Readonly<Record<string, object>> = {
  webhook: { channel: "webhook", url: "https://hooks.example.se/", secret: "env:HOOK" },
  console: { channel: "console" },
  sns: { channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" },
  sms: { channel: "sms", phoneNumber: "+46701740605" },
  email: { channel: "email", to: "ekonomi@example.se" },
  slack: { channel: "slack", url: "env:SLACK" },
};
const EMAIL = { from: "alarm@example.se", server: "smtp://mail.example.se:587" };
const ACCOUNT = { identity: "165781006662" };
const PAY_FROM = { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" };
const NORWEGIAN = "313367002";
const MASKINPORTEN = { secret: "env:MP", issuer: "https://test.maskinporten.no/" };
const API: Readonly<Record<string, object>> = {
  maskinporten: { issuer: "https://maskinporten.no/", scope: "saldovakt:read" },
  altinn: {
    ...{ platformUrl: "https://platform.altinn.no", subscriptionKey: "env:ALTINN", secret: "env:MP" },
    ...{ resource: "saldovakt", action: "read" },
  },
};
const SKATTEVERKET = { secret: "env:SKV" };
const SIGN_IN = { kind: "per", redirectUri: "https://saldovakt.example.se/connect/skatteverket/callback" };

function knownFields(): readonly string[] {
  const within = (place: string, value: unknown): string[] => known(value).map((key) => `${place}${key}`);
  const fields = [
    ...within("", UNKNOWN),
    "$schema",
    ...within("skatteverket.", { skatteverket: { ...SKATTEVERKET, ...UNKNOWN } }),
    ...within("skatteverket.paths.", { skatteverket: { ...SKATTEVERKET, paths: UNKNOWN } }),
    ...within("skatteverket.ombud.", { skatteverket: { ...SKATTEVERKET, ombud: UNKNOWN } }),
    ...within("skatteverket.ombud.api.", { skatteverket: { ...SKATTEVERKET, ombud: { api: UNKNOWN } } }),
    ...within("skatteverket.signIn.", { skatteverket: { ...SKATTEVERKET, signIn: { ...SIGN_IN, ...UNKNOWN } } }),
    ...within("maskinporten.", { maskinporten: { ...MASKINPORTEN, ...UNKNOWN } }),
    ...within("skatteetaten.", { maskinporten: MASKINPORTEN, skatteetaten: UNKNOWN }),
    ...within("api.", { api: UNKNOWN }),
    ...Object.keys(API).flatMap((name) => within(`api.${name}.`, { api: { ...API, [name]: { ...API[name], ...UNKNOWN } } })),
    ...within("policy.", { policy: UNKNOWN }),
    ...within("email.", { email: { ...EMAIL, ...UNKNOWN } }),
    ...Object.values(CHANNELS).flatMap((recipient) => within("recipients[].", { recipients: [{ ...recipient, ...UNKNOWN }] })),
    ...within("accounts[].", { accounts: [{ ...ACCOUNT, ...UNKNOWN }] }),
    ...within("accounts[].systemUser.", { accounts: [{ identity: NORWEGIAN, systemUser: { org: NORWEGIAN, ...UNKNOWN } }] }),
    ...within("accounts[].payFrom.", { accounts: [{ ...ACCOUNT, payFrom: { ...PAY_FROM, ...UNKNOWN } }] }),
  ];
  const holds = (place: string): boolean => fields.some((other) => other.startsWith(`${place}.`) || other.startsWith(`${place}[].`));
  return [...new Set(fields.filter((field) => !holds(field)))].sort();
}

/** A configuration in which the field has that value. */
function configurationWith(field: string, value: unknown): unknown {
  const [place = "", key = "", inner, innermost] = field.split(".");
  if (innermost !== undefined) return { skatteverket: { ...SKATTEVERKET, [key]: { [inner ?? ""]: { [innermost]: value } } } };
  if (key === "") return { [field]: value };
  if (place === "recipients[]") {
    const fit = Object.values(CHANNELS).find((recipient) => known({ recipients: [{ ...recipient, ...UNKNOWN }] }).includes(key));
    const { secret: _secret, ...rest } = fit as Readonly<Record<string, unknown>>;
    return { email: EMAIL, recipients: [{ ...(key === "secrets" ? rest : fit), [key]: value }] };
  }
  if (place === "accounts[]" && key === "systemUser") {
    return { accounts: [{ identity: NORWEGIAN, systemUser: { org: NORWEGIAN, [inner ?? ""]: value } }] };
  }
  if (place === "accounts[]" && key === "consumerOrg") return { accounts: [{ identity: NORWEGIAN, consumerOrg: value }] };
  if (place === "accounts[]") {
    return { accounts: [{ ...ACCOUNT, ...(inner === undefined ? { [key]: value } : { [key]: { ...PAY_FROM, [inner]: value } }) }] };
  }
  if (place === "api") return { api: { ...API, [key]: { ...API[key], [inner ?? ""]: value } } };
  if (key === "signIn") return { skatteverket: { ...SKATTEVERKET, signIn: { ...SIGN_IN, [inner ?? ""]: value } } };
  const ses = key === "configurationSet" ? { ...EMAIL, server: "ses" } : EMAIL;
  const base = place === "skatteverket" ? SKATTEVERKET : place === "maskinporten" ? MASKINPORTEN : place === "email" ? ses : {};
  return {
    ...(place === "skatteetaten" && { maskinporten: MASKINPORTEN }),
    [place]: { ...base, [key]: inner === undefined ? value : { [inner]: value } },
  };
}

describe("docs/configuration.md", () => {
  const table = rows(CONFIGURATION, "Field");
  const fields = table.map((row) => ({ field: quoted(row.Field ?? "")[0] ?? "", default_: row.Default ?? "", example: row.Example ?? "" }));

  it("names every field, and no other", () => {
    expect(fields.map(({ field }) => field).sort()).toEqual(knownFields());
    expect(() => parseConfiguration({ $schema: "x" })).not.toThrow();
  });

  it("gives the program's defaults", () => {
    const { policy, ...rest } = parseConfiguration({
      ...{ skatteverket: { ...SKATTEVERKET, ombud: { api: {} } }, skatteetaten: {} },
      maskinporten: { secret: "env:MP" },
    });
    const defaults = { ...rest, policy: { ...policy, reserve: formatDecimal(policy.reserve) } } as Readonly<Record<string, unknown>>;
    const at = (field: string): unknown =>
      field.split(".").reduce<unknown>((here, key) => (here as Readonly<Record<string, unknown>> | undefined)?.[key], defaults);
    const compared = fields.filter(({ field }) => at(field) !== undefined && !field.endsWith(".secret"));
    expect(compared.length).toBeGreaterThan(12);
    for (const { field, default_ } of compared) expect(JSON.parse(quoted(default_)[0] ?? ""), field).toEqual(at(field));
    for (const { field, default_ } of fields.filter(({ default_: said }) => said === "–"))
      expect(at(field), `${field} ${default_}`).toBeUndefined();
    const byCountry = fields.find(({ field }) => field === "policy.payDaysBefore")?.default_ ?? "";
    expect(quoted(byCountry)).toEqual([PAY_DAYS_BEFORE.skatteverket, PAY_DAYS_BEFORE.skatteetaten].map(String));
  });

  it("gives examples that are taken", () => {
    for (const { field, example } of fields) {
      const [value] = quoted(example);
      if (value !== undefined) expect(() => parseConfiguration(configurationWith(field, JSON.parse(value))), field).not.toThrow();
    }
  });
});

describe("docs/deploy.md", () => {
  it("names every field of saldovakt.deploy.json, and no other", () => {
    const parse = (section: unknown): unknown => parseDeployment(JSON.stringify({ stage: section }), "stage");
    const sections = ["alerts", "email", "operations", "watch", "api"];
    const top = known(UNKNOWN, parse).filter((name) => !sections.includes(name));
    const inner = sections.flatMap((name) => known({ [name]: UNKNOWN }, parse).map((key) => `${name}.${key}`));
    const documented = rows(page("docs/deploy.md"), "Section").flatMap((row) => quoted(row.Section ?? ""));
    expect(documented.sort()).toEqual([...top, ...inner].sort());
  });
});

describe("docs/operations.md", () => {
  it("names every alarm that is set up, and no other", () => {
    // The one stage has all that can ring, but for mail that comes back.
    const snapshots = ["production", "letters"].map((stage) => readFileSync(join(ROOT, `test/infra/snapshots/${stage}.txt`), "utf8"));
    const alarms = [...new Set([...snapshots.join("\n").matchAll(/:MetricAlarm (\w+)Alarm$/gm)].map(([, name]) => name))];
    expect(alarms.length).toBeGreaterThan(10);
    const documented = rows(page("docs/operations.md"), "Alarm").flatMap((row) => quoted(row.Alarm ?? ""));
    expect(documented.sort()).toEqual(alarms.sort());
  });
});

describe("docs/alerts.md", () => {
  const text = page("docs/alerts.md");

  it("shows for every type the words that the program gives", () => {
    const given = samples().map((alert) => [alert.type, words(alert).sms]);
    expect(rows(text, "Type").map((row) => [quoted(row.Type ?? "")[0], row.Text])).toEqual(given);
  });

  it("shows the payload as it is sent", () => {
    expect(JSON.parse(blocks(text, "json")[0] ?? "")).toEqual(payload(samples()[0] as never));
  });
});
