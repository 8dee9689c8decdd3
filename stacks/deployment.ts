import { parseMailbox } from "@saldovakt/domain";

/**
 * What differs from one installation to the next: one section a stage in `saldovakt.deploy.json`, which stays out of version control.
 * `saldovakt.deploy.example.json` shows every field. Accounts are not among them: they live in the table.
 */
export interface Deployment {
  readonly alerts: {
    /** Written to by SES where there is a section `email`; else subscribed to the alerts' topic, which each address confirms once. */
    readonly email: readonly string[];
    /** Telephone numbers, E.164. */
    readonly sms: readonly string[];
    readonly webhooks: readonly Webhook[];
    /** Rooms of Slack and Microsoft Teams; their addresses are secrets. */
    readonly chat: readonly ChatRoom[];
  };
  /** Left out, nothing is sent by SES. */
  readonly email?: MailSender;
  readonly operations: {
    /** Who hears of alarms and of the budget. */
    readonly email: readonly string[];
    /** ARNs of roles or users that put and rotate secrets; `*` stands for anything. Empty: whoever deploys. */
    readonly operators: readonly string[];
    /** For the whole AWS account, in US dollars a month. */
    readonly monthlyBudget: number;
  };
  readonly watch: {
    /** When the day's pass begins, in each authority's own time, `HH:MM`. */
    readonly at: string;
  };
  readonly api: {
    /** Web pages that may call the HTTP API from a browser. */
    readonly origins: readonly string[];
    /** The sections of `saldovakt.json` of those names, the references to secrets left out. Left out, only keys are taken. */
    readonly maskinporten?: Readonly<Record<string, unknown>>;
    readonly altinn?: Readonly<Record<string, unknown>>;
  };
  /** Where the pages and the HTTP API are reached from outside; the gateway's own address unless given. */
  readonly publicUrl?: string;
  /**
   * The sections of `saldovakt.json` of those names, the references to secrets left out; `@saldovakt/configuration` checks them. Where the file says `false`,
   * no Swedish account is read, and there is none here.
   */
  readonly skatteverket?: Readonly<Record<string, unknown>>;
  /** Left out, no Norwegian account is read. `maskinporten` may then be left out too: it follows the environment. */
  readonly skatteetaten?: Readonly<Record<string, unknown>>;
  readonly maskinporten?: Readonly<Record<string, unknown>>;
  readonly policy: Readonly<Record<string, unknown>>;
}

export interface MailSender {
  /** `Saldovakt <alarm@example.se>`; SES signs for its domain. */
  readonly from: string;
  readonly replyTo?: string;
  /** Where those who want no more mail may write. */
  readonly unsubscribeAddress?: string;
  /** Whether the domain is made known to SES here, or is known already: another stage's, or somebody else's. */
  readonly identity?: "made" | "existing";
}

export interface ChatRoom {
  /** Names the secret its address lies in. */
  readonly name: string;
  readonly channel: "slack" | "teams";
  readonly language?: string;
  readonly discreet?: boolean;
}

export interface Webhook {
  /** Names the secret it is signed with. */
  readonly name: string;
  readonly url: string;
  readonly language?: string;
  readonly discreet?: boolean;
}

/** Skatteverket closes from 03.00 to 05.00; five minutes are for clocks. */
const EARLIEST = "05:05";
const FILE = "saldovakt.deploy.json";

type Check = (value: unknown, at: string) => void;

/** A fault of the file: where, what, and how to write it. It never repeats a value. */
const fault = (at: string, what: string, remedy: string): Error => new Error(`${FILE}: ${at} ${what}; ${remedy}`);

const text =
  (pattern: RegExp, what: string, example: string): Check =>
  (value, at) => {
    if (typeof value !== "string" || !pattern.test(value)) throw fault(at, `is not ${what}`, `write it as "${example}"`);
  };

const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw fault(at, "is not a list", "write it as [ … ]");
    for (const [index, entry] of value.entries()) check(entry, `${at}[${index}]`);
    if (new Set(value.map((entry) => JSON.stringify(entry))).size < value.length) throw fault(at, "names one twice", "name each once");
  };

function requireObject(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fault(at, "is not an object", "write it as { … }");
}

const object =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, at) => {
    const given = requireObject(value, at);
    for (const [name, field] of Object.entries(given)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!check) throw fault(`${at}.${name}`, "is not known", `known here are ${Object.keys(fields).join(", ")}`);
      check(field, `${at}.${name}`);
    }
    for (const name of required) if (given[name] === undefined) throw fault(`${at}.${name}`, "is missing", "add it");
  };

const EMAIL = text(/^[^\s@"]+@[^\s@"]+\.[^\s@"]+$/, "an e-mail address", "ekonomi@example.se");
const SENDER: Check = (value, at) => {
  if (typeof value !== "string" || parseMailbox(value) === null)
    throw fault(at, "is not a sender", 'write it as "Saldovakt <alarm@example.se>"');
  if (!/^[ -~]+$/.test(parseMailbox(value)?.address ?? ""))
    throw fault(at, "has a domain that is not in ASCII", "write the domain as xn--…");
};
const PHONE = text(/^\+[1-9]\d{6,14}$/, "a telephone number in international form", "+46701740605");
const ORIGIN = text(/^https:\/\/[a-z0-9.-]+(:\d+)?$/, "an https origin", "https://app.example.se");
const HTTPS = text(/^https:\/\/[^\s@]+$/, "an https address", "https://example.se/hooks/saldovakt");
const NAME = text(/^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/, "a name of small letters, digits and single hyphens", "chat-room");
const LANGUAGE = text(/^(sv|nb|en)$/, "sv, nb or en", "sv");
const PRINCIPAL = text(
  /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/\S+$/,
  "the ARN of a role or user",
  "arn:aws:iam::123456789012:role/Operators",
);
const FLAG: Check = (value, at) => {
  if (typeof value !== "boolean") throw fault(at, "is neither true nor false", "write it without quotes");
};
const DOLLARS: Check = (value, at) => {
  if (!Number.isInteger(value) || (value as number) < 1) throw fault(at, "is not a whole number above 0", "write dollars a month, as 20");
};
const TIME: Check = (value, at) => {
  text(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of the day", "05:30")(value, at);
  if ((value as string) < EARLIEST) throw fault(at, `is before ${EARLIEST}`, "Skatteverket is closed until 05:00, Swedish time");
};
/** Said in so many words: left out, a stage that reads both countries would fall silent about one of them. */
const SWEDEN: Check = (value, at) => {
  if (value !== false) SECTION(value, at);
};
/** References to secrets are set by the program, and accounts are no part of a section. */
const SECTION: Check = (value, at) => {
  const given = requireObject(value, at);
  const reference = ["secret", "subscriptionKey"].find((name) => given[name] !== undefined);
  if (reference !== undefined) {
    throw fault(`${at}.${reference}`, "is set by the deployment", "leave it out, and use `saldovakt secrets put`");
  }
  const signIn = given.signIn === undefined ? {} : requireObject(given.signIn, `${at}.signIn`);
  const own = ["secret", "key"].find((name) => signIn[name] !== undefined);
  if (own !== undefined) {
    throw fault(`${at}.signIn.${own}`, "is set by the deployment", "leave it out: people sign in with Skatteverket's own secret here");
  }
};

const ROOM = object({ name: NAME, channel: text(/^(slack|teams)$/, "slack or teams", "slack"), language: LANGUAGE, discreet: FLAG }, [
  "name",
  "channel",
]);
const MAIL = object(
  { from: SENDER, replyTo: EMAIL, unsubscribeAddress: EMAIL, identity: text(/^(made|existing)$/, "made or existing", "made") },
  ["from"],
);
const WEBHOOK = object({ name: NAME, url: HTTPS, language: LANGUAGE, discreet: FLAG }, ["name", "url"]);

const STAGE = object({
  alerts: object({ email: listOf(EMAIL), sms: listOf(PHONE), webhooks: listOf(WEBHOOK), chat: listOf(ROOM) }),
  email: MAIL,
  operations: object({ email: listOf(EMAIL), operators: listOf(PRINCIPAL), monthlyBudget: DOLLARS }),
  watch: object({ at: TIME }),
  api: object({ origins: listOf(ORIGIN), maskinporten: SECTION, altinn: SECTION }),
  publicUrl: HTTPS,
  skatteverket: SWEDEN,
  maskinporten: SECTION,
  skatteetaten: SECTION,
  policy: SECTION,
});

type Given = Partial<Omit<Deployment, "skatteverket">> & { readonly skatteverket?: Deployment["skatteverket"] | false };

/** What an installation is without a file: it reads in the authority's test environment, unless it is production, and tells nobody yet. */
const defaults = (stage: string): Deployment & Pick<Required<Deployment>, "skatteverket"> => ({
  alerts: { email: [], sms: [], webhooks: [], chat: [] },
  operations: { email: [], operators: [], monthlyBudget: 20 },
  watch: { at: "05:30" },
  api: { origins: [] },
  skatteverket: { environment: stage === "production" ? "production" : "test" },
  policy: {},
});

/** The stage's section of the file, checked, with defaults filled in. `json` is null without a file. Throws an Error that names the field. */
export function parseDeployment(json: string | null, stage: string): Deployment {
  const base = defaults(stage);
  if (json === null) return base;
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch {
    // Without the parser's message: it quotes the file.
    throw new Error(`${FILE} is not JSON; look for a missing comma, quote or bracket`);
  }
  const section = requireObject(file, "the whole")[stage];
  if (section === undefined) return base;
  STAGE(section, stage);
  const { skatteverket, ...given } = section as Given;
  if (skatteverket === false && !given.skatteetaten)
    throw fault(`${stage}.skatteetaten`, "is missing, and nothing is read", "add it, as {}");
  requireDistinctNames(given.alerts?.webhooks ?? [], `${stage}.alerts.webhooks`);
  requireDistinctNames(given.alerts?.chat ?? [], `${stage}.alerts.chat`);
  return {
    alerts: { ...base.alerts, ...given.alerts },
    operations: { ...base.operations, ...given.operations },
    watch: { ...base.watch, ...given.watch },
    api: { ...base.api, ...given.api },
    ...(skatteverket === false ? {} : { skatteverket: { ...base.skatteverket, ...skatteverket } }),
    ...norwayOf(given, base, stage),
    policy: given.policy ?? base.policy,
    ...(given.email === undefined ? {} : { email: given.email }),
    ...(given.publicUrl === undefined ? {} : { publicUrl: given.publicUrl }),
  };
}

/** Norway's two sections, in Sweden's environment unless they say otherwise. */
function norwayOf(
  { skatteetaten, maskinporten }: Omit<Given, "skatteverket">,
  { skatteverket }: ReturnType<typeof defaults>,
  stage: string,
) {
  if (!skatteetaten && !maskinporten) return {};
  if (!skatteetaten) throw fault(`${stage}.skatteetaten`, "is missing beside maskinporten", "add it, as {}");
  const environment = skatteetaten.environment ?? maskinporten?.environment ?? skatteverket.environment;
  return { skatteetaten: { environment, ...skatteetaten }, maskinporten: { environment, ...maskinporten } };
}

/** What is allowed, and yet hardly meant. */
export function warningsOf({ operations }: Deployment, stage: string): readonly string[] {
  if (stage !== "production" || operations.email.length > 0) return [];
  return [`${FILE}: ${stage}.operations.email names nobody: alarms ring unheard; add an address, as ["drift@example.se"]`];
}

function requireDistinctNames(named: readonly { readonly name: string }[], at: string): void {
  if (new Set(named.map(({ name }) => name)).size < named.length) throw fault(at, "use one name twice", "give each a name of its own");
}
