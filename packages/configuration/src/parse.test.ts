import { luhnDigit, SaldovaktError, UNSTATED_POLICY } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfiguration } from "./parse.ts";

/** Invented, with a right check digit. */
const identity = (nine: string): string => `16${nine}${luhnDigit(nine)}`;
const ONE = identity("579000101");
const TWO = identity("579000102");
/** Published as test data. */
const NORWEGIAN = "313367002";
const WRONG = ONE.slice(0, -1) + String((Number(ONE.at(-1)) + 1) % 10);

const whole = () => ({
  skatteverket: { environment: "test", secret: "file:skatteverket.secret.json", ca: "file:ca.pem", requestsPerSecond: 2.5 },
  policy: {
    reserve: "1000.00",
    payDaysBefore: 2,
    remindDaysBefore: [3, 1],
    horizonDays: 90,
    language: "en",
    remindCovered: true,
    estimates: false,
  },
  recipients: [
    { channel: "webhook", url: "https://hooks.example.com/a", secret: "env:HOOK", language: "en" },
    { channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" },
    { channel: "sms", phoneNumber: "+46700000000", senderId: "Saldovakt", discreet: true },
    { channel: "console" },
  ],
  accounts: [{ identity: ONE, name: "Exempel AB", payFrom: { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" } }, { identity: TWO }],
  state: "state/saldovakt.db",
  publicUrl: "https://saldovakt.example.com/",
});

const API = {
  maskinporten: { issuer: "https://test.maskinporten.no/", ca: "file:ca.pem", scope: "saldovakt:read", audience: "https://api.example.se" },
  altinn: {
    platformUrl: "https://platform.tt02.altinn.no",
    subscriptionKey: "env:ALTINN_KEY",
    ca: "file:ca.pem",
    resource: "saldovakt",
    action: "read",
    secret: "file:maskinporten.secret.json",
  },
};

function faultOf(value: unknown): SaldovaktError {
  try {
    parseConfiguration(value);
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return thrown;
    throw thrown;
  }
  throw new Error("it was taken");
}

const withPolicy = (policy: object) => ({ policy });
const withSkatteverket = (section: object) => ({ skatteverket: { secret: "env:SKV", ...section } });
const withAccount = (account: object) => ({ accounts: [account] });
const withRecipient = (recipient: object) => ({ recipients: [recipient] });
const withEmail = (email: object, ...recipients: object[]) => ({
  email: { from: "alarm@example.se", server: "smtp://mail.example.se:587", ...email },
  recipients,
});

describe("parseConfiguration", () => {
  it("fills in every default", () => {
    expect(parseConfiguration({})).toEqual({ policy: UNSTATED_POLICY, recipients: [], accounts: [], state: "saldovakt.db" });
    expect(parseConfiguration({ skatteverket: { secret: "env:SKV" } }).skatteverket).toEqual({
      environment: "production",
      scope: "ska",
      correlationHeader: "SKV-client_correlationid",
      requestsPerSecond: 4,
      mutualTlsOnApi: false,
      secret: "env:SKV",
    });
  });

  it("takes the number of the organisation to appoint as people write it", () => {
    const ombudOf = (ombud: object) => parseConfiguration(withSkatteverket({ ombud })).skatteverket?.ombud;
    for (const organisation of ["578100-6662", "5781006662", "16 578100-6662", "165781006662"]) {
      expect(ombudOf({ organisation, name: "Byrån AB" })).toEqual({ organisation: "165781006662", name: "Byrån AB" });
    }
    expect(ombudOf({ link: "https://example.se/ombud" })).toEqual({ link: "https://example.se/ombud" });
    const api = { scope: "obr", correlationHeader: "skv_client_correlation_id" };
    expect(ombudOf({ api: {} })).toEqual({ api });
    const own = { apiUrl: "https://example.se/v2", role: "X2", scope: "annat", correlationHeader: "x-id" };
    expect(ombudOf({ api: own })).toEqual({ api: own });
  });

  it("takes a whole one", () => {
    const { recipients, accounts, policy, publicUrl, skatteverket } = parseConfiguration(whole());
    expect(policy).toEqual({ ...UNSTATED_POLICY, ...whole().policy, reserve: 100_000 });
    expect(recipients).toEqual([
      { channel: "webhook", url: "https://hooks.example.com/a", secrets: ["env:HOOK"], language: "en" },
      ...whole().recipients.slice(1),
    ]);
    expect(accounts[0]).toEqual({
      identity: ONE,
      name: "Exempel AB",
      source: "skatteverket",
      payFrom: { iban: "SE4550000000058398257466", bic: "ESSESESS" },
    });
    expect(publicUrl).toBe("https://saldovakt.example.com");
    expect(skatteverket).toMatchObject({ environment: "test", requestsPerSecond: 2.5, ca: "file:ca.pem" });
  });

  it("names an account without a name so that its number stays unknown", () => {
    expect(parseConfiguration(whole()).accounts[1]?.name).toMatch(/^SE organisation …\d\d$/);
  });

  it("takes callers with tokens of Maskinporten's, and nothing where nothing is said", () => {
    expect(parseConfiguration({ api: {} })).toEqual(parseConfiguration({}));
    expect(parseConfiguration({ api: API }).api).toEqual(API);
    const { audience: _, ca: __, ...least } = API.maskinporten;
    const { ca: ___, ...altinn } = API.altinn;
    expect(parseConfiguration({ api: { maskinporten: least, altinn } }).api).toEqual({ maskinporten: least, altinn });
  });

  it("takes what single routes ask of callers, and names the route that an unknown one is like", () => {
    const withRoutes = (routes: unknown) => ({ api: { ...API, altinn: { ...API.altinn, routes } } });
    const routes = { forecast: { resource: "saldovakt-forecast", action: "view", allowVendor: true }, listAccounts: {} };
    expect(parseConfiguration(withRoutes(routes)).api?.altinn.routes).toEqual(routes);
    const at = "api.altinn.routes";
    for (const [given, message, remedy] of [
      [{ forcast: {} }, `${at}.forcast is not a known key`, `write ${at}.forecast`],
      [{ addAccount: {} }, `${at}.addAccount is not a known key`, ""],
      [{ forecast: { allowVendors: true } }, `${at}.forecast.allowVendors is not a known key`, `write ${at}.forecast.allowVendor`],
      [{ forecast: { action: "a b" } }, `${at}.forecast.action is not an action`, ""],
      [{ forecast: { allowVendor: "yes" } }, `${at}.forecast.allowVendor is neither true nor false`, ""],
      [[], `${at} is not an object`, ""],
    ] as const) {
      expect(faultOf(withRoutes(given))).toMatchObject({ message, remedy: expect.stringContaining(remedy) });
    }
  });

  it.each<[string, object, RegExp]>([
    [
      "a key for Altinn in the file",
      { ...API, altinn: { ...API.altinn, subscriptionKey: "0123abc" } },
      /^api\.altinn\.subscriptionKey is not a reference$/,
    ],
    ["callers nobody judges", { maskinporten: API.maskinporten }, /^api\.altinn is missing, and without Altinn nobody knows/],
    ["Altinn without callers", { altinn: API.altinn }, /^api\.maskinporten is missing/],
    ["several scopes", { ...API, maskinporten: { ...API.maskinporten, scope: "a b" } }, /^api\.maskinporten\.scope is not a scope$/],
    [
      "an audience that is none",
      { ...API, maskinporten: { ...API.maskinporten, audience: "unspecified" } },
      /^api\.maskinporten\.audience is not an/,
    ],
    ["an unencrypted platform", { ...API, altinn: { ...API.altinn, platformUrl: "http://a.example" } }, /^api\.altinn\.platformUrl is not/],
    ["no resource", { ...API, altinn: { ...API.altinn, resource: "" } }, /^api\.altinn\.resource is not a resource's id$/],
    ["an action that is none", { ...API, altinn: { ...API.altinn, action: "a b" } }, /^api\.altinn\.action is not an action$/],
    ["an unknown key", { ...API, altinn: { ...API.altinn, subscription: "env:A" } }, /^api\.altinn\.subscription is/],
    ["an unknown section", { ...API, keys: {} }, /^api\.keys is/],
  ])("refuses for callers %s, naming the field and what to write", (_, api, message) => {
    const fault = faultOf({ api });
    expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", scope: "input", remedy: expect.stringMatching(/\w/) });
    expect(fault.message).toMatch(message);
    expect(fault.message + fault.remedy).not.toMatch(/0123abc/);
  });

  it("takes Norway alone, with its defaults and with everything said", () => {
    const { maskinporten, skatteetaten, skatteverket } = parseConfiguration({ maskinporten: { secret: "env:MP" }, skatteetaten: {} });
    expect(maskinporten).toEqual({ environment: "production", secret: "env:MP" });
    expect(skatteetaten).toEqual({
      environment: "production",
      scope: "skatteetaten:kravogbetalinger",
      package: "regnskapssystem",
    });
    expect(skatteverket).toBeUndefined();
    const said = {
      maskinporten: { environment: "test", issuer: "https://issuer.example/", ca: "file:ca.pem", secret: "file:mp.json" },
      skatteetaten: { environment: "test", apiUrl: "https://api.example/v1", scope: "a:b", package: "finans", ca: "file:ca.pem" },
    };
    expect(parseConfiguration(said)).toMatchObject(said);
  });

  it("takes Norwegian accounts, and on whose behalf they are asked for", () => {
    const access = { systemUser: { org: NORWEGIAN, externalRef: "avdeling 7" }, consumerOrg: " 310000027 " };
    const { accounts } = parseConfiguration({ accounts: [{ identity: ` ${NORWEGIAN}` }, { identity: "310000027", ...access }] });
    expect(accounts).toEqual([
      { identity: NORWEGIAN, name: "NO organisation …02", source: "skatteetaten" },
      {
        identity: "310000027",
        name: "NO organisation …27",
        source: "skatteetaten",
        access: { systemUser: { org: NORWEGIAN, externalRef: "avdeling 7" }, consumerOrg: "310000027" },
      },
    ]);
    expect(parseConfiguration({ accounts: [{ identity: NORWEGIAN, source: "skatteetaten" }] }).accounts).toHaveLength(1);
  });

  it.each<[string, object, RegExp]>([
    ["Skatteetaten without Maskinporten", { skatteetaten: {} }, /^maskinporten is missing, and Skatteetaten/],
    ["Maskinporten without its secret", { maskinporten: {} }, /^maskinporten\.secret is missing$/],
    ["a secret in the file", { maskinporten: { secret: "-----BEGIN" } }, /^maskinporten\.secret is not a reference$/],
    ["an issuer with a query", { maskinporten: { secret: "env:M", issuer: "https://a.example/?b" } }, /^maskinporten\.issuer is not/],
    ["an unknown environment", { maskinporten: { secret: "env:M", environment: "mock" } }, /^maskinporten\.environment is none of/],
    [
      "two environments",
      { maskinporten: { secret: "env:M" }, skatteetaten: { environment: "test" } },
      /^skatteetaten\.environment is another than maskinporten\.environment$/,
    ],
    ["an unknown package", { maskinporten: { secret: "env:M" }, skatteetaten: { package: "x" } }, /^skatteetaten\.package is none of/],
    ["several scopes", { maskinporten: { secret: "env:M" }, skatteetaten: { scope: "a b" } }, /^skatteetaten\.scope is not a scope$/],
    ["the other country's authority", withAccount({ identity: NORWEGIAN, source: "skatteverket" }), /^accounts\[0\]\.source is the auth/],
    ["the other country's authority", withAccount({ identity: ONE, source: "skatteetaten" }), /^accounts\[0\]\.source is the auth/],
    ["a Swedish system user", withAccount({ identity: NORWEGIAN, systemUser: { org: ONE } }), /^accounts\[0\]\.systemUser\.org is not a/],
    ["a system user of nobody", withAccount({ identity: NORWEGIAN, systemUser: {} }), /^accounts\[0\]\.systemUser\.org is missing$/],
    ["a wrong number", withAccount({ identity: NORWEGIAN, consumerOrg: "313367003" }), /^accounts\[0\]\.consumerOrg cannot be right/],
    ["an access Sweden has not", withAccount({ identity: ONE, consumerOrg: NORWEGIAN }), /^accounts\[0\]\.consumerOrg is a thing of Nor/],
    [
      "an unknown key",
      withAccount({ identity: NORWEGIAN, systemUser: { org: NORWEGIAN, ref: "x" } }),
      /^accounts\[0\]\.systemUser\.ref is/,
    ],
  ])("refuses %s, naming the field and what to write", (_, value, message) => {
    const fault = faultOf(value);
    expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", scope: "input", remedy: expect.stringMatching(/\w/) });
    expect(fault.message).toMatch(message);
    expect(fault.message + fault.remedy).not.toMatch(/BEGIN|313367003/);
  });

  it("takes people who sign in, with their return by our own address or as it is registered", () => {
    const signIn = (section: object, more = {}) =>
      parseConfiguration({ ...withSkatteverket({ signIn: section }), ...more }).skatteverket?.signIn;
    const ours = { kind: "per", key: "sign-in.key", redirectUri: "https://saldo.example/connect/skatteverket/callback" };
    expect(signIn({ kind: "per" }, { publicUrl: "https://saldo.example/" })).toEqual(ours);
    const all = {
      ...{ kind: "org", key: "arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", secret: "env:SIGN_IN" },
      ...{ redirectUri: "http://localhost:8787/connect/skatteverket/callback", scope: "ska", issuer: "https://a.example" },
      ...{ authorizeUrl: "https://a.example/authorize", tokenUrl: "https://a.example/token", revocationUrl: "https://a.example/revoke" },
    };
    expect(signIn(all, { publicUrl: "https://saldo.example/" })).toEqual(all);
  });

  it.each<[string, object, RegExp]>([
    ["nobody to return to", { kind: "per" }, /^skatteverket\.signIn\.redirectUri is missing, and there is no publicUrl/],
    ["no kind", { redirectUri: "https://a.example/connect/skatteverket/callback" }, /^skatteverket\.signIn\.kind is missing$/],
    ["another kind", { kind: "person" }, /^skatteverket\.signIn\.kind is none of per, org$/],
    [
      "another path",
      { kind: "per", redirectUri: "https://a.example/callback" },
      /^skatteverket\.signIn\.redirectUri is not the address of our/,
    ],
    [
      "an unencrypted return",
      { kind: "per", redirectUri: "http://a.example/connect/skatteverket/callback" },
      /^skatteverket\.signIn\.redirectUri/,
    ],
    ["a query", { kind: "per", redirectUri: "https://a.example/?x=/connect/skatteverket/callback" }, /^skatteverket\.signIn\.redirectUri/],
    ["another service's key", { kind: "per", key: "arn:aws:s3:::a" }, /^skatteverket\.signIn\.key is neither a file's name nor/],
    ["an unknown key", { kind: "per", redirect: "x" }, /^skatteverket\.signIn\.redirect is/],
  ])("refuses for people who sign in %s, naming the field and what to write", (_, signIn, message) => {
    const fault = faultOf(withSkatteverket({ signIn }));
    expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", scope: "input", remedy: expect.stringMatching(/\w/) });
    expect(fault.message).toMatch(message);
  });

  it("takes two keys while they are changed", () => {
    const secrets = ["env:NEW", "env:OLD"];
    expect(parseConfiguration(withRecipient({ channel: "webhook", url: "https://a.example", secrets })).recipients[0]).toMatchObject({
      secrets,
    });
  });

  it("takes mail by SES and SMTP, and chat rooms by reference or address", () => {
    const email = {
      from: "Saldovakt <alarm@example.se>",
      replyTo: "ekonomi@example.se",
      unsubscribeAddress: "stopp@example.se",
      server: "smtp://mail.example.se:587",
      credentials: "env:SMTP",
      ca: "file:ca.pem",
    };
    const recipients = [
      { channel: "email", to: "chef@example.se", language: "nb", discreet: true },
      { channel: "slack", url: "env:SLACK" },
      { channel: "teams", url: "https://rooms.example/hook" },
    ];
    const parsed = parseConfiguration({ email, recipients });
    expect(parsed.email).toEqual(email);
    expect(parsed.recipients).toEqual(recipients);
    for (const server of ["ses", "smtps://mail.example.se", "smtp://[::1]:2525", "smtp://localhost"]) {
      const { ca: _, credentials: __, ...rest } = email;
      expect(parseConfiguration({ email: { ...rest, server } }).email?.server).toBe(server);
    }
    const ses = { from: "alarm@example.se", server: "ses", configurationSet: "saldovakt-production-mail" };
    expect(parseConfiguration({ email: ses }).email).toEqual(ses);
  });

  it.each<[string, unknown, RegExp]>([
    ["no object", [], /^the configuration is not an object$/],
    ["no object at all", "x", /^the configuration is not an object$/],
    ["a section that is none", { skatteverket: true }, /^skatteverket is not an object$/],
    [
      "no address of a simple test service",
      withSkatteverket({ environment: "mock", ombud: { api: {} } }),
      /^skatteverket\.ombud\.api\.apiUrl is missing/,
    ],
    [
      "a role's code of two words",
      withSkatteverket({ ombud: { api: { role: "juridiskt läsombud" } } }),
      /^skatteverket\.ombud\.api\.role /,
    ],
    ["a person as ombud", withSkatteverket({ ombud: { organisation: "198001019994" } }), /^skatteverket\.ombud\.organisation /],
    [
      "a wrong check digit of the ombud's",
      withSkatteverket({ ombud: { organisation: "578100-6663" } }),
      /^skatteverket\.ombud\.organisation /,
    ],
    [
      "a link over http",
      withSkatteverket({ ombud: { link: "http://example.se/" } }),
      /^skatteverket\.ombud\.link is not an https address$/,
    ],
    ["a missing secret", { skatteverket: {} }, /^skatteverket\.secret is missing$/],
    ["an inline secret", withSkatteverket({ secret: "s3cret-inline" }), /^skatteverket\.secret is not a reference$/],
    ["an inline secret as an object", withSkatteverket({ secret: { oauth2: {} } }), /^skatteverket\.secret is not a reference$/],
    ["an inline ca", withSkatteverket({ ca: "-----BEGIN CERTIFICATE-----" }), /^skatteverket\.ca is not a reference$/],
    ["an unknown environment", withSkatteverket({ environment: "prod" }), /^skatteverket\.environment is none of production, test, mock$/],
    ["plain http", withSkatteverket({ apiUrl: "http://localhost:1/v2" }), /^skatteverket\.apiUrl is not an https address$/],
    [
      "an address with a password",
      withSkatteverket({ tokenUrl: "https://u:p@a.example/" }),
      /^skatteverket\.tokenUrl is not an https address$/,
    ],
    ["no address", withSkatteverket({ tokenUrl: "a.example" }), /^skatteverket\.tokenUrl is not an https address$/],
    ["an empty scope", withSkatteverket({ scope: "" }), /^skatteverket\.scope is not a scope$/],
    [
      "a header that cannot be one",
      withSkatteverket({ correlationHeader: "a: b" }),
      /^skatteverket\.correlationHeader is not the name of an HTTP header$/,
    ],
    ["no calls", withSkatteverket({ requestsPerSecond: 0 }), /^skatteverket\.requestsPerSecond is not a number above 0 and at most 100$/],
    ["too many calls", withSkatteverket({ requestsPerSecond: 101 }), /requestsPerSecond is not/],
    ["calls as text", withSkatteverket({ requestsPerSecond: "4" }), /requestsPerSecond is not/],
    ["yes for true", withSkatteverket({ mutualTlsOnApi: "yes" }), /^skatteverket\.mutualTlsOnApi is neither true nor false$/],
    [
      "a path without its place",
      withSkatteverket({ paths: { payoutBlocks: "/x" } }),
      /^skatteverket\.paths\.payoutBlocks is not a path with \{omfragad\} in it$/,
    ],
    ["a negative reserve", withPolicy({ reserve: "-1.00" }), /^policy\.reserve is not an amount of 0 or more$/],
    ["a reserve of three decimals", withPolicy({ reserve: "1.005" }), /^policy\.reserve is not/],
    ["a reserve as a number", withPolicy({ reserve: 1000 }), /^policy\.reserve is not/],
    ["a reserve beyond counting", withPolicy({ reserve: "99999999999999.00" }), /^policy\.reserve is not/],
    ["bank days before by half", withPolicy({ payDaysBefore: 1.5 }), /^policy\.payDaysBefore is not a whole number from 0 to 30$/],
    ["too many bank days", withPolicy({ payDaysBefore: 31 }), /^policy\.payDaysBefore is not/],
    ["too few bank days", withPolicy({ payDaysBefore: -1 }), /^policy\.payDaysBefore is not/],
    [
      "reminders as a number",
      withPolicy({ remindDaysBefore: 5 }),
      /^policy\.remindDaysBefore is not a list of whole numbers from 0 to 366$/,
    ],
    ["a reminder a year and more before", withPolicy({ remindDaysBefore: [367] }), /^policy\.remindDaysBefore is not/],
    ["no horizon", withPolicy({ horizonDays: 0 }), /^policy\.horizonDays is not a whole number from 1 to 366$/],
    ["an endless horizon", withPolicy({ horizonDays: 367 }), /^policy\.horizonDays is not/],
    ["an unknown language", withPolicy({ language: "se" }), /^policy\.language is none of sv, nb, en$/],
    ["null for nothing", withPolicy({ language: null }), /^policy\.language is none of/],
    ["accounts as an object", { accounts: {} }, /^accounts is not a list$/],
    ["an account that is none", { accounts: ["165790000014"] }, /^accounts\[0\] is not an object$/],
    ["an account without identity", withAccount({ name: "Exempel AB" }), /^accounts\[0\]\.identity is missing$/],
    ["an identity as a number", withAccount({ identity: 165_790_000_014 }), /^accounts\[0\]\.identity is not a text$/],
    [
      "a wrong check digit",
      withAccount({ identity: WRONG }),
      /^accounts\[0\]\.identity cannot be right: the check digit of an identity number is wrong$/,
    ],
    ["a wrong length", withAccount({ identity: ONE.slice(2) }), /^accounts\[0\]\.identity cannot be right: .*wrong number of digits$/],
    [
      "the same account twice",
      { accounts: [{ identity: ONE }, { identity: TWO }, { identity: ` ${ONE}` }] },
      /^accounts\[2\] is the same account as accounts\[0\]$/,
    ],
    ["an empty name", withAccount({ identity: ONE, name: " " }), /^accounts\[0\]\.name is not a text of one line$/],
    ["a name of two lines", withAccount({ identity: ONE, name: "a\nb" }), /^accounts\[0\]\.name is not/],
    ["an unknown source", withAccount({ identity: ONE, source: "skv" }), /^accounts\[0\]\.source is none of skatteverket, skatteetaten$/],
    [
      "a wrong IBAN",
      withAccount({ identity: ONE, payFrom: { iban: "SE46 5000 0000 0583 9825 7466", bic: "ESSESESS" } }),
      /^accounts\[0\]\.payFrom\.iban is not an IBAN/,
    ],
    [
      "a wrong BIC",
      withAccount({ identity: ONE, payFrom: { iban: "SE45 5000 0000 0583 9825 7466", bic: "ess" } }),
      /^accounts\[0\]\.payFrom\.bic is not a BIC$/,
    ],
    [
      "a BIC that no payment file takes",
      withAccount({ identity: ONE, payFrom: { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESO" } }),
      /^accounts\[0\]\.payFrom\.bic is not a BIC$/,
    ],
    ["a recipient without channel", withRecipient({ url: "https://a.example" }), /^recipients\[0\]\.channel is missing$/],
    [
      "an unknown channel",
      withRecipient({ channel: "fax" }),
      /^recipients\[0\]\.channel is none of webhook, sns, sms, email, slack, teams, console$/,
    ],
    [
      "a webhook over http",
      withRecipient({ channel: "webhook", url: "http://a.example", secret: "env:HOOK" }),
      /^recipients\[0\]\.url is not an https address$/,
    ],
    [
      "a webhook without secret",
      withRecipient({ channel: "webhook", url: "https://a.example" }),
      /^recipients\[0\] has no secret to sign with$/,
    ],
    [
      "a webhook with an inline secret",
      withRecipient({ channel: "webhook", url: "https://a.example", secret: "whsec_abc" }),
      /^recipients\[0\]\.secret is not a reference$/,
    ],
    [
      "a webhook with both",
      withRecipient({ channel: "webhook", url: "https://a.example", secret: "env:A", secrets: ["env:B"] }),
      /^recipients\[0\] has both secret and secrets$/,
    ],
    [
      "a topic that is none",
      withRecipient({ channel: "sns", topicArn: "alerts" }),
      /^recipients\[0\]\.topicArn is not the ARN of an SNS topic$/,
    ],
    [
      "a national number",
      withRecipient({ channel: "sms", phoneNumber: "0700000000" }),
      /^recipients\[0\]\.phoneNumber is not a telephone number in international form$/,
    ],
    [
      "a sender of digits",
      withRecipient({ channel: "sms", phoneNumber: "+46700000000", senderId: "12345" }),
      /^recipients\[0\]\.senderId is not a sender's name$/,
    ],
    [
      "no address",
      withEmail({}, { channel: "email", to: "Ekonomi <ekonomi@example.se>" }),
      /^recipients\[0\]\.to is not an e-mail address$/,
    ],
    [
      "two addresses",
      withEmail({}, { channel: "email", to: "a@example.se,b@example.se" }),
      /^recipients\[0\]\.to is not an e-mail address$/,
    ],
    ["no address at all", withEmail({}, { channel: "email" }), /^recipients\[0\]\.to is missing$/],
    [
      "an address and no way to send",
      withRecipient({ channel: "email", to: "ekonomi@example.se" }),
      /^recipients\[0\] is an e-mail address, and there is no section email to say how mail is sent$/,
    ],
    ["a sender that is none", withEmail({ from: "Saldovakt" }), /^email\.from is not a sender$/],
    ["a sender of two lines", withEmail({ from: "Saldo\nvakt <alarm@example.se>" }), /^email\.from is not a sender$/],
    ["no sender", { email: { server: "ses" } }, /^email\.from is missing$/],
    ["no server", { email: { from: "alarm@example.se" } }, /^email\.server is missing$/],
    ["a server that is none", withEmail({ server: "mail.example.se" }), /^email\.server is not a mail server$/],
    ["a web server", withEmail({ server: "https://mail.example.se" }), /^email\.server is not a mail server$/],
    ["a server with a password", withEmail({ server: "smtp://u:p@mail.example.se" }), /^email\.server is not a mail server$/],
    ["a server with more than a port", withEmail({ server: "smtp://mail.example.se/?x=1" }), /^email\.server is not a mail server$/],
    ["inline credentials", withEmail({ credentials: "user:pass" }), /^email\.credentials is not a reference$/],
    ["credentials for SES", withEmail({ server: "ses", credentials: "env:SMTP" }), /^email\.credentials has no part in sending by SES$/],
    ["a configuration set for SMTP", withEmail({ configurationSet: "mail" }), /^email\.configurationSet is a thing of SES alone$/],
    ["a place to answer to that is none", withEmail({ replyTo: "us" }), /^email\.replyTo is not an e-mail address$/],
    [
      "a chat room over http",
      withRecipient({ channel: "slack", url: "http://a.example" }),
      /^recipients\[0\]\.url is neither a reference nor an https address$/,
    ],
    ["a chat room without address", withRecipient({ channel: "teams" }), /^recipients\[0\]\.url is missing$/],
    ["an empty state", { state: "" }, /^state is neither a file's name nor dynamodb:TABLE$/],
    ["a table without name", { state: "dynamodb:" }, /^state is neither/],
    ["pages over http elsewhere", { publicUrl: "http://saldovakt.example.com" }, /^publicUrl is not an https address$/],
  ])("refuses %s", (_, value, message) => {
    const fault = faultOf(value);
    expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", scope: "input", remedy: expect.stringMatching(/\w/) });
    expect(fault.message).toMatch(message);
    expect(fault.message).not.toContain("\n");
  });

  it.each<[unknown, RegExp, RegExp]>([
    [{ skatteverkt: {} }, /^skatteverkt is not a known key$/, /^write skatteverket$/],
    [withSkatteverket({ apiURL: "https://a.example" }), /^skatteverket\.apiURL is not a known key$/, /^write skatteverket\.apiUrl$/],
    [{ skatteverket: { sekret: "env:SKV" } }, /^skatteverket\.sekret is not a known key$/, /^write skatteverket\.secret$/],
    [
      withSkatteverket({ paths: { payoutBlock: "/{omfragad}" } }),
      /^skatteverket\.paths\.payoutBlock is/,
      /^write skatteverket\.paths\.payoutBlocks$/,
    ],
    [withPolicy({ reminders: [1] }), /^policy\.reminders is not a known key$/, /^leave it out; known here are reserve, payDaysBefore/],
    [withAccount({ identiy: ONE }), /^accounts\[0\]\.identiy is not a known key$/, /^write accounts\[0\]\.identity$/],
    [withAccount({ identity: ONE, payFrom: { ibann: "x" } }), /^accounts\[0\]\.payFrom\.ibann is/, /^write accounts\[0\]\.payFrom\.iban$/],
    [
      withRecipient({ channel: "webhook", ulr: "https://a.example" }),
      /^recipients\[0\]\.ulr is not a known key$/,
      /^write recipients\[0\]\.url$/,
    ],
    [withEmail({ form: "alarm@example.se" }), /^email\.form is not a known key$/, /^write email\.from$/],
    [{ [ONE]: {} }, /^\(a key that is not shown\) is not a known key$/, /^leave it out/],
  ])("names an unknown key and the one that was meant: %j", (value, message, remedy) => {
    const fault = faultOf(value);
    expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", scope: "input" });
    expect(fault.message).toMatch(message);
    expect(fault.remedy).toMatch(remedy);
  });

  it("never repeats a value, whatever is put where", () => {
    const fields = ["skatteverket", "policy", "recipients", "accounts", "state", "publicUrl"];
    const marked = fc.constantFrom("hemligt-7f3a", { "hemligt 7f3a": 1 }, ["hemligt-7f3a"], 7_313_370_073);
    const place = fc.constantFrom<(value: unknown) => unknown>(
      ...fields.map((field) => (value: unknown) => ({ [field]: value })),
      ...["environment", "apiUrl", "secret", "ca", "scope", "paths"].map(
        (field) => (value: unknown) => withSkatteverket({ [field]: [value] }),
      ),
      ...["identity", "name", "source", "payFrom"].map((field) => (value: unknown) => withAccount({ identity: ONE, [field]: value })),
      ...["channel", "url", "secret", "phoneNumber"].map(
        (field) => (value: unknown) => withRecipient({ channel: "webhook", [field]: value }),
      ),
    );
    fc.assert(
      fc.property(place, marked, (put, value) => {
        try {
          parseConfiguration(put(value));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SaldovaktError);
          const { message, remedy, cause } = thrown as SaldovaktError;
          expect(`${message} ${remedy}`).not.toMatch(/7f3a|7313370073/);
          expect(cause).toBeUndefined();
        }
      }),
    );
  });
});
