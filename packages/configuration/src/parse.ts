import {
  type AccountAccess,
  type Identity,
  type InstallationPolicy,
  ibanValid,
  maskIdentity,
  type PolicyOverrides,
  parseDecimal,
  parseIdentity,
  SaldovaktError,
  UNSTATED_POLICY,
} from "@saldovakt/domain";
import type * as z from "zod/mini";
import type {
  AccountSection,
  ApiSection,
  Configuration,
  EmailSection,
  MaskinportenSection,
  OmbudSection,
  RecipientSection,
  SignInSection,
  SkatteetatenSection,
  SkatteverketSection,
} from "./configuration.ts";
import { faultOf, fieldName, invalid } from "./fault.ts";
import { CHANNELS, type ChannelName, CONFIGURATION, keysAt, policy } from "./shape.ts";

type Given = z.output<typeof CONFIGURATION>;

/**
 * Checks a configuration and fills in its defaults. Throws `CONFIGURATION_INVALID` (input) for the first fault, naming the field by its path
 * and how to write it. No message repeats what stands in the configuration, a misspelt key excepted.
 */
export function parseConfiguration(value: unknown): Configuration {
  const parsed = CONFIGURATION.safeParse(value);
  if (!parsed.success) throw faultOf(parsed.error, keysAt);
  const given = parsed.data;
  return {
    ...(given.skatteverket === undefined ? {} : { skatteverket: skatteverketOf(given.skatteverket, given.publicUrl) }),
    ...norwayOf(given),
    ...apiOf(given.api ?? {}),
    policy: policyOf(given.policy ?? {}),
    ...(given.email === undefined ? {} : { email: emailOf(given.email) }),
    recipients: recipientsOf(given.recipients, given.email !== undefined),
    accounts: accountsOf(given.accounts),
    state: given.state,
    ...(given.publicUrl === undefined ? {} : { publicUrl: given.publicUrl.replace(/\/+$/, "") }),
  };
}

/** The object without its undefined fields, which `exactOptionalPropertyTypes` tells apart from missing ones. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}

const skatteverketOf = (
  { paths, ombud, signIn, ...section }: NonNullable<Given["skatteverket"]>,
  publicUrl: string | undefined,
): SkatteverketSection =>
  defined({
    ...section,
    ...(paths === undefined ? {} : { paths: defined(paths) }),
    ...(ombud === undefined ? {} : { ombud: ombudOf(ombud, section.environment) }),
    ...(signIn === undefined ? {} : { signIn: signInOf(signIn, publicUrl) }),
  }) as SkatteverketSection;

/** Where people come back to: by our own address, unless another is registered. */
function signInOf(given: NonNullable<NonNullable<Given["skatteverket"]>["signIn"]>, publicUrl: string | undefined): SignInSection {
  const redirectUri = given.redirectUri ?? (publicUrl && `${publicUrl.replace(/\/+$/, "")}/connect/skatteverket/callback`);
  if (redirectUri) return { ...(defined(given) as SignInSection), redirectUri };
  throw invalid(
    "skatteverket.signIn.redirectUri",
    "is missing, and there is no publicUrl to make it of",
    'add "publicUrl": "https://saldovakt.example.se", or the address as it is registered with Skatteverket',
  );
}

/** Only organisations can be juridiskt läsombud; their number is taken as people write it, with ten digits too. */
function ombudOf(
  { organisation, api, ...rest }: NonNullable<NonNullable<Given["skatteverket"]>["ombud"]>,
  environment: SkatteverketSection["environment"],
): OmbudSection {
  if (api && api.apiUrl === undefined && environment === "mock") {
    throw invalid(
      "skatteverket.ombud.api.apiUrl",
      "is missing, and no simple test service of Ombudshantering is known",
      "write its address, or leave skatteverket.ombud.api out",
    );
  }
  const given = { ...rest, ...(api === undefined ? {} : { api: defined(api) }) };
  if (organisation === undefined) return defined(given) as OmbudSection;
  const digits = organisation.replace(/[\s-]/g, "");
  const at = ["skatteverket", "ombud", "organisation"] as const;
  const { kind, country, number } = inField(at, () => parseIdentity(digits.length === 10 ? `16${digits}` : digits));
  if (kind === "organisation" && country === "SE") return { ...(defined(given) as OmbudSection), organisation: number };
  throw invalid(fieldName(at), "is not a Swedish organisation number", 'write the number in the certificate, as "578100-6662"');
}

/** Skatteetaten takes tokens of Maskinporten's, so the one section is nothing without the other. */
function norwayOf({ maskinporten, skatteetaten }: Given): Pick<Configuration, "maskinporten" | "skatteetaten"> {
  if (skatteetaten && !maskinporten) {
    throw invalid(
      "maskinporten",
      "is missing, and Skatteetaten is read with tokens of Maskinporten's",
      'add "maskinporten": { "environment": …, "secret": "file:maskinporten.secret.json" }',
    );
  }
  const given = maskinporten?.issuer ?? skatteetaten?.apiUrl;
  if (maskinporten && skatteetaten && given === undefined && maskinporten.environment !== skatteetaten.environment) {
    throw invalid("skatteetaten.environment", "is another than maskinporten.environment", "write the same in both, test or production");
  }
  return {
    ...(maskinporten && { maskinporten: defined(maskinporten) as MaskinportenSection }),
    ...(skatteetaten && { skatteetaten: defined(skatteetaten) as SkatteetatenSection }),
  };
}

/** A token tells who calls, and Altinn what for: neither lets anybody in without the other. */
function apiOf({ maskinporten, altinn }: NonNullable<Given["api"]>): Pick<Configuration, "api"> {
  if (!maskinporten && !altinn) return {};
  if (!altinn) {
    throw invalid(
      "api.altinn",
      "is missing, and without Altinn nobody knows what a caller of Maskinporten's may see",
      'add "altinn": { "platformUrl": …, "subscriptionKey": …, "resource": …, "action": …, "secret": … }, or leave api.maskinporten out',
    );
  }
  if (!maskinporten) {
    throw invalid(
      "api.maskinporten",
      "is missing, and Altinn is asked about callers with tokens of Maskinporten's alone",
      'add "maskinporten": { "issuer": …, "scope": … }, or leave api.altinn out',
    );
  }
  return { api: { maskinporten: defined(maskinporten), altinn: defined(altinn) } as ApiSection };
}

const overridesOf = ({ reserve, ...rest }: NonNullable<Given["policy"]>): PolicyOverrides => ({
  ...(defined(rest) as PolicyOverrides),
  ...(reserve === undefined ? {} : { reserve: parseDecimal(reserve) }),
});

const policyOf = (given: NonNullable<Given["policy"]>): InstallationPolicy => ({ ...UNSTATED_POLICY, ...overridesOf(given) });

/** An account's own policy, written as the configuration writes one. Throws `CONFIGURATION_INVALID` (input), naming the field. */
export function parsePolicy(value: unknown): PolicyOverrides {
  const parsed = policy.safeParse(value);
  if (!parsed.success) throw faultOf(parsed.error, () => Object.keys(policy.shape));
  return overridesOf(parsed.data);
}

function emailOf(given: NonNullable<Given["email"]>): EmailSection {
  const foreign = given.server === "ses" ? (["credentials", "ca"] as const) : (["configurationSet"] as const);
  const misplaced = foreign.find((field) => given[field] !== undefined);
  if (misplaced === undefined) return defined(given) as EmailSection;
  const what = given.server === "ses" ? "has no part in sending by SES" : "is a thing of SES alone";
  throw invalid(fieldName(["email", misplaced]), what, `leave it out, or change email.server`);
}

function recipientsOf(given: Given["recipients"], canMail: boolean): readonly RecipientSection[] {
  const recipients = given.map(recipientOf);
  const mailed = recipients.findIndex(({ channel }) => channel === "email");
  if (mailed < 0 || canMail) return recipients;
  throw invalid(
    fieldName(["recipients", mailed]),
    "is an e-mail address, and there is no section email to say how mail is sent",
    'add one, as "email": { "from": "Saldovakt <alarm@example.se>", "server": "smtp://mail.example.se:587" }',
  );
}

function recipientOf(given: { readonly channel: string }, index: number): RecipientSection {
  const at = ["recipients", index];
  const shape = CHANNELS[given.channel as ChannelName];
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const inPlace = parsed.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
    throw faultOf({ issues: inPlace } as unknown as z.core.$ZodError, () => Object.keys(shape.shape));
  }
  if (parsed.data.channel !== "webhook") return defined(parsed.data) as RecipientSection;
  const { secret, secrets, ...rest } = parsed.data;
  const keys = [...(secret === undefined ? [] : [secret]), ...(secrets ?? [])];
  if (keys.length === 0 || (secret !== undefined && secrets !== undefined)) {
    const remedy = "give one secret; to change it, list the new and the old one under secrets for a while";
    throw invalid(fieldName(at), keys.length === 0 ? "has no secret to sign with" : "has both secret and secrets", remedy);
  }
  return defined({ ...rest, secrets: keys }) as RecipientSection;
}

function accountsOf(given: Given["accounts"]): readonly AccountSection[] {
  const seen = new Map<string, number>();
  return given.map((account, index) => {
    const section = accountOf(account, index);
    const earlier = seen.get(section.identity);
    if (earlier !== undefined) {
      throw invalid(fieldName(["accounts", index]), `is the same account as accounts[${earlier}]`, "list every account once");
    }
    seen.set(section.identity, index);
    return section;
  });
}

function accountOf(account: Given["accounts"][number], index: number): AccountSection {
  const at = ["accounts", index] as const;
  const identity = inField([...at, "identity"], () => parseIdentity(account.identity));
  const source = identity.country === "SE" ? "skatteverket" : "skatteetaten";
  if (account.source !== undefined && account.source !== source) {
    throw invalid(
      fieldName([...at, "source"]),
      "is the authority of another country than the number's",
      "leave it out: twelve digits mean skatteverket, nine skatteetaten",
    );
  }
  const access = accessOf(account, identity, at);
  if (account.payFrom && !ibanValid(account.payFrom.iban)) {
    throw invalid(
      fieldName([...at, "payFrom", "iban"]),
      "is not an IBAN: its check digits are wrong",
      "compare it with the bank's statement",
    );
  }
  const { payFrom } = account;
  return {
    identity: identity.number,
    name: account.name?.trim() ?? maskIdentity(identity),
    source,
    ...(access ? { access } : {}),
    ...(payFrom ? { payFrom: { iban: payFrom.iban.replace(/\s/g, ""), bic: payFrom.bic } } : {}),
    ...(account.policy && Object.keys(account.policy).length > 0 ? { policy: overridesOf(account.policy) } : {}),
  };
}

/** On whose behalf a Norwegian account is asked for. */
function accessOf(
  { systemUser, consumerOrg }: Given["accounts"][number],
  { country }: Identity,
  at: readonly PropertyKey[],
): AccountAccess | null {
  const misplaced = systemUser ? "systemUser" : consumerOrg === undefined ? null : "consumerOrg";
  if (misplaced === null) return null;
  if (country !== "NO") throw invalid(fieldName([...at, misplaced]), "is a thing of Norwegian accounts alone", "leave it out");
  return {
    ...(systemUser && {
      systemUser: {
        org: organisationOf(systemUser.org, [...at, "systemUser", "org"]),
        ...(systemUser.externalRef === undefined ? {} : { externalRef: systemUser.externalRef }),
      },
    }),
    ...(consumerOrg === undefined ? {} : { consumerOrg: organisationOf(consumerOrg, [...at, "consumerOrg"]) }),
  };
}

function organisationOf(text: string, path: readonly PropertyKey[]): string {
  const { country, number } = inField(path, () => parseIdentity(text));
  if (country === "NO") return number;
  throw invalid(fieldName(path), "is not a Norwegian organisation number", 'write its nine digits in quotes, as "313367002"');
}

/** A fault of the domain, told of the field it was found in. */
function inField<T>(path: readonly PropertyKey[], read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError)) throw thrown;
    throw invalid(fieldName(path), `cannot be right: ${thrown.message}`, thrown.remedy ?? "");
  }
}
