import { bicValid, DEFAULT_POLICY, isMailAddress, parseMailbox } from "@saldovakt/domain";
import * as z from "zod/mini";
import { complaint } from "./fault.ts";
import {
  https,
  isHttps,
  issuer,
  isText,
  leaf,
  list,
  matching,
  oneOf,
  oneScope,
  reference,
  section,
  whole,
  wholeNumber,
  yesOrNo,
} from "./leaves.ts";
import { referenceKind } from "./reference.ts";
import { api, keysOfApi } from "./shape-api.ts";
import { signIn } from "./shape-sign-in.ts";

/** The form of `saldovakt.json`. What needs arithmetic (check digits, amounts, duplicates) is checked after it, in `parse.ts`. */

/** Printable, of one line, not only spaces. Length in UTF-16 units. */
const isName = (value: unknown): boolean => isText(value) && value.trim() !== "" && value.length <= 200 && !/\p{Cc}/u.test(value);
const name = leaf<string>(isName, "is not a text of one line", "write a text of 1 to 200 characters");

/** Pages are reached over http on one's own machine, and nowhere else. */
const isPageAddress = (value: unknown): boolean =>
  isHttps(value) || (isText(value) && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(value) && URL.canParse(value));
const pages = leaf<string>(isPageAddress, "is not an https address", "write it as https://host; http is taken for localhost only");

const mailAddress = leaf<string>(
  (value) => isText(value) && isMailAddress(value),
  "is not an e-mail address",
  "write one address and nothing else, as ekonomi@example.se",
);

/** A chat room's address lets whoever knows it write there, so it is better kept elsewhere; taken as it is for trials. */
const chatAddress = leaf<string>(
  (value) => isHttps(value) || (isText(value) && referenceKind(value) !== null),
  "is neither a reference nor an https address",
  "keep the address elsewhere and write file:NAME or env:NAME, or the ARN of a Secrets Manager secret",
);

const email = section({
  from: leaf<string>(
    (value) => isText(value) && parseMailbox(value) !== null,
    "is not a sender",
    'write a name and an address, as "Saldovakt <alarm@example.se>"',
  ),
  replyTo: z.optional(mailAddress),
  unsubscribeAddress: z.optional(mailAddress),
  server: leaf<string>(
    (value) => value === "ses" || (isText(value) && isMailServer(value)),
    "is not a mail server",
    "write ses, or smtp://HOST:PORT (smtps:// where TLS begins with the connection), without user name or password",
  ),
  credentials: z.optional(reference),
  ca: z.optional(reference),
  configurationSet: z.optional(
    leaf<string>(
      matching(/^[\w-]{1,64}$/),
      "is not the name of a configuration set",
      "write the name it has in SES, 1 to 64 letters, digits, _ and -",
    ),
  ),
});

/** A host and at most a port: whatever else stands in an address would be passed over. */
function isMailServer(value: string): boolean {
  const url = URL.parse(value);
  const bare = url !== null && url.host !== "" && url.username === "" && url.password === "";
  return bare && /^smtps?:$/.test(url.protocol) && /^\/?$/.test(url.pathname) && url.search === "" && url.hash === "";
}

const isRate = (value: unknown): boolean => typeof value === "number" && value > 0 && value <= 100;
const operationPath = leaf<string>(
  matching(/^\/[!-~]*\{omfragad\}[!-~]*$/),
  "is not a path with {omfragad} in it",
  "write it as /skattekonton/{omfragad}/utbetalningskonto",
);

/** `ska`, or another service's, as the agreement names it. */
const scopeOf = (usual: string) =>
  z._default(
    leaf<string>(matching(/^[!-~]+( [!-~]+)*$/), "is not a scope", `write it as the agreement names it, for example "${usual}"`),
    usual,
  );
const headerOf = (usual: string) =>
  z._default(
    leaf<string>(matching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/), "is not the name of an HTTP header", `write it as "${usual}"`),
    usual,
  );

const ombudApi = section({
  apiUrl: z.optional(https),
  scope: scopeOf("obr"),
  correlationHeader: headerOf("skv_client_correlation_id"),
  role: z.optional(leaf<string>(matching(/^[!-~]{1,100}$/), "is not a role's code", "write it as the API lists it, without spaces")),
});

const ombud = section({
  organisation: z.optional(leaf<string>(isText, "is not a text", 'write the organisation number in quotes, as "578100-6662"')),
  name: z.optional(name),
  link: z.optional(https),
  api: z.optional(ombudApi),
});

const skatteverket = section({
  environment: z._default(oneOf(["production", "test", "mock"]), "production"),
  apiUrl: z.optional(https),
  tokenUrl: z.optional(https),
  scope: scopeOf("ska"),
  correlationHeader: headerOf("SKV-client_correlationid"),
  requestsPerSecond: z._default(
    leaf<number>(isRate, "is not a number above 0 and at most 100", "write the calls per second, for example 4"),
    4,
  ),
  mutualTlsOnApi: z._default(yesOrNo, false),
  ca: z.optional(reference),
  secret: reference,
  paths: z.optional(section({ payoutAccount: z.optional(operationPath), payoutBlocks: z.optional(operationPath) })),
  ombud: z.optional(ombud),
  signIn: z.optional(signIn),
});

const maskinporten = section({
  environment: z._default(oneOf(["production", "test"]), "production"),
  issuer: z.optional(issuer),
  platformUrl: z.optional(https),
  ca: z.optional(reference),
  secret: reference,
});

const skatteetaten = section({
  environment: z._default(oneOf(["production", "test"]), "production"),
  apiUrl: z.optional(https),
  scope: z._default(oneScope("skatteetaten:kravogbetalinger"), "skatteetaten:kravogbetalinger"),
  package: z._default(oneOf(["regnskapssystem", "finans"]), "regnskapssystem"),
  ca: z.optional(reference),
});

const remindDays = leaf<number[]>(
  (value) => Array.isArray(value) && value.length <= 50 && value.every(whole(0, 366)),
  "is not a list of whole numbers from 0 to 366",
  "write the days before a due date, for example [10, 5, 2, 1, 0]",
);

const language = oneOf(["sv", "nb", "en"]);

export const policy = section({
  reserve: z.optional(
    leaf<string>(matching(/^\d{1,13}(\.\d{1,2})?$/), "is not an amount of 0 or more", 'write it in quotes, as "12500.00"'),
  ),
  payDaysBefore: z.optional(wholeNumber(0, 30, DEFAULT_POLICY.payDaysBefore)),
  remindDaysBefore: z.optional(remindDays),
  horizonDays: z.optional(wholeNumber(1, 366, DEFAULT_POLICY.horizonDays)),
  language: z.optional(language),
  staleAfterBankDays: z.optional(wholeNumber(0, 30, DEFAULT_POLICY.staleAfterBankDays)),
  remindCovered: z.optional(yesOrNo),
  discreet: z.optional(yesOrNo),
  estimates: z.optional(yesOrNo),
});

const toEveryone = { language: z.optional(language), discreet: z.optional(yesOrNo) };

/** The fields of each channel, beside `channel`. */
export const CHANNELS = {
  webhook: section({
    channel: z.literal("webhook"),
    url: https,
    secret: z.optional(reference),
    secrets: z.optional(list(reference)),
    ...toEveryone,
  }),
  sns: section({
    channel: z.literal("sns"),
    topicArn: leaf<string>(
      matching(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/),
      "is not the ARN of an SNS topic",
      "write it as arn:aws:sns:eu-north-1:123456789012:NAME",
    ),
    ...toEveryone,
  }),
  sms: section({
    channel: z.literal("sms"),
    phoneNumber: leaf<string>(
      matching(/^\+[1-9]\d{6,14}$/),
      "is not a telephone number in international form",
      "write it with + and the country's number, without spaces, as +46701234567",
    ),
    senderId: z.optional(
      leaf<string>(
        matching(/^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/),
        "is not a sender's name",
        "write 1 to 11 letters and digits, with a letter among them",
      ),
    ),
    ...toEveryone,
  }),
  email: section({ channel: z.literal("email"), to: mailAddress, ...toEveryone }),
  slack: section({ channel: z.literal("slack"), url: chatAddress, ...toEveryone }),
  teams: section({ channel: z.literal("teams"), url: chatAddress, ...toEveryone }),
  console: section({ channel: z.literal("console"), ...toEveryone }),
} as const;

export type ChannelName = keyof typeof CHANNELS;
const CHANNEL_NAMES = Object.keys(CHANNELS) as readonly ChannelName[];

/** Only the channel is looked at here; the rest of a recipient is read by the channel's own shape. */
const recipient = z.looseObject({ channel: oneOf(CHANNEL_NAMES) }, { error: () => complaint("is not an object", "write it as { … }") });

/** Nine digits; whether they can be a number is for `parse.ts` to say. */
const organisation = leaf<string>(isText, "is not a text", 'write the nine digits in quotes, as "313367002"');

const systemUser = section({
  org: organisation,
  externalRef: z.optional(
    leaf<string>(
      (value) => isName(value) && (value as string).length <= 255,
      "is not a text of one line",
      "write it exactly as the system user was asked for with, or leave it out",
    ),
  ),
});

const account = section({
  identity: leaf<string>(isText, "is not a text", 'write the number in quotes, as "165781006662"'),
  name: z.optional(name),
  source: z.optional(oneOf(["skatteverket", "skatteetaten"])),
  payFrom: z.optional(
    section({
      iban: leaf<string>(isText, "is not an IBAN", 'write it in quotes, as "SE45 …"'),
      bic: leaf<string>(
        (value) => isText(value) && bicValid(value),
        "is not a BIC",
        "write its 8 or 11 capital letters and digits, as the bank states it",
      ),
    }),
  ),
  policy: z.optional(policy),
  systemUser: z.optional(systemUser),
  consumerOrg: z.optional(organisation),
});

export const CONFIGURATION = section({
  $schema: z.optional(z.unknown()),
  skatteverket: z.optional(skatteverket),
  policy: z.optional(policy),
  email: z.optional(email),
  recipients: z._default(list(recipient), []),
  accounts: z._default(list(account), []),
  state: z._default(
    leaf<string>(
      matching(/^(?!dynamodb:)[^\0]{1,1000}$|^dynamodb:[\w.-]{3,255}$/),
      "is neither a file's name nor dynamodb:TABLE",
      'write it as "saldovakt.db", or as "dynamodb:TABLE" with 3 to 255 letters, digits, _, - and .',
    ),
    "saldovakt.db",
  ),
  publicUrl: z.optional(pages),
  maskinporten: z.optional(maskinporten),
  skatteetaten: z.optional(skatteetaten),
  api: z.optional(api),
});

/** The keys known at a place of the configuration, for the remedy of an unknown one. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const [first, second] = path;
  if (first === "skatteverket" && second === "signIn") return Object.keys(signIn.shape);
  if (first === "skatteverket" && second === "ombud") return Object.keys(path[2] === "api" ? ombudApi.shape : ombud.shape);
  if (first === "skatteverket") return Object.keys(second === "paths" ? { payoutAccount: 0, payoutBlocks: 0 } : skatteverket.shape);
  if (first === "api") return keysOfApi(path);
  if (first === "maskinporten") return Object.keys(maskinporten.shape);
  if (first === "skatteetaten") return Object.keys(skatteetaten.shape);
  if (first === "policy") return Object.keys(policy.shape);
  if (first === "email") return Object.keys(email.shape);
  if (first === "accounts" && path.includes("policy")) return Object.keys(policy.shape);
  if (first === "accounts" && path.includes("systemUser")) return Object.keys(systemUser.shape);
  if (first === "accounts") return path.includes("payFrom") ? ["iban", "bic"] : Object.keys(account.shape);
  return Object.keys(CONFIGURATION.shape).filter((key) => key !== "$schema");
}
