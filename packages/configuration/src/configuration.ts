import type { AccountAccess, InstallationPolicy, Language, PolicyOverrides } from "@saldovakt/domain";

/** `file:NAME` (relative to the configuration), `env:NAME`, or the ARN of a Secrets Manager secret. */
export type Reference = string;

export interface SkatteverketSection {
  readonly environment: "production" | "test" | "mock";
  readonly apiUrl?: string;
  readonly tokenUrl?: string;
  readonly scope: string;
  readonly correlationHeader: string;
  readonly requestsPerSecond: number;
  readonly mutualTlsOnApi: boolean;
  /** Extra trust, for tests. */
  readonly ca?: Reference;
  readonly secret: Reference;
  /** Operations whose path the authority has not published; configurable for that reason. */
  readonly paths?: { readonly payoutAccount?: string; readonly payoutBlocks?: string };
  /** What clients are told when they are asked to appoint us as juridiskt läsombud. */
  readonly ombud?: OmbudSection;
  /** People who sign in at Skatteverket themselves, where we are no ombud. */
  readonly signIn?: SignInSection;
}

/** What is left out is taken from the certificate, where there is one to be read, and from Skatteverket's start page. */
export interface OmbudSection {
  /** Twelve digits: of the certificate's organisation. */
  readonly organisation?: string;
  readonly name?: string;
  /** In place of the e-service's start page. */
  readonly link?: string;
  /** Ombudshantering, which makes links for single clients; left out, nobody asks it. */
  readonly api?: OmbudApiSection;
}

/** What stands in no public document of Skatteverket's is configurable for that reason. */
export interface OmbudApiSection {
  /** In place of the environment's own; `mock` has none. */
  readonly apiUrl?: string;
  readonly scope: string;
  readonly correlationHeader: string;
  /** The role's code; left out, the API is asked for the role of that name. */
  readonly role?: string;
}

export interface SignInSection {
  /** Who signs: a person with e-legitimation, or an organisation with its certificate. */
  readonly kind: "per" | "org";
  /** Word for word as it is registered. */
  readonly redirectUri: string;
  /** The section's own unless given. */
  readonly scope?: string;
  /** Where Skatteverket has given the sign-in keys of its own. */
  readonly secret?: Reference;
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly revocationUrl?: string;
  readonly issuer?: string;
  /** Under what tokens are sealed: a file, relative to the configuration, or a KMS key. */
  readonly key: string;
}

/** Norway's gate: where tokens for Skatteetaten come from. */
export interface MaskinportenSection {
  readonly environment: "production" | "test";
  /** In place of the environment's own. */
  readonly issuer?: string;
  /** Altinn's platform, in place of the environment's own. Only `saldovakt norway` calls it. */
  readonly platformUrl?: string;
  /** Extra trust, for tests; for Altinn's platform too. */
  readonly ca?: Reference;
  readonly secret: Reference;
}

export interface SkatteetatenSection {
  readonly environment: "production" | "test";
  readonly apiUrl?: string;
  readonly scope: string;
  /** As whom the figures are asked for: an accounting system with the company's system user, or a financial institution with its consent. */
  readonly package: "regnskapssystem" | "finans";
  /** Extra trust, for tests. */
  readonly ca?: Reference;
}

/** What one route of our own HTTP API asks of callers with tokens. */
export interface CallerRouteSection {
  readonly resource?: string;
  readonly action?: string;
  /** Whether a vendor without system user is let in, for its own organisation. */
  readonly allowVendor?: boolean;
}

/** Callers of our own HTTP API who show a token of Maskinporten's in place of a key. */
export interface ApiSection {
  readonly maskinporten: {
    /** Exactly as it stands in the tokens. */
    readonly issuer: string;
    /** Extra trust, for tests. */
    readonly ca?: Reference;
    /** What a caller must hold. */
    readonly scope: string;
    /** Tokens must be meant for it; left out, for nobody in particular. */
    readonly audience?: string;
  };
  /** Whom a caller's system user is judged by: Altinn's policy decision point. */
  readonly altinn: {
    readonly platformUrl: string;
    readonly subscriptionKey: Reference;
    /** Extra trust, for tests. */
    readonly ca?: Reference;
    /** In Altinn's resource register. */
    readonly resource: string;
    readonly action: string;
    /** What single routes ask instead, by their names in the description of the API. */
    readonly routes?: Readonly<Record<string, CallerRouteSection>>;
    /** Our own client at Maskinporten, which asks the decision point. */
    readonly secret: Reference;
  };
}

/** How e-mail is sent. */
export interface EmailSection {
  /** A mailbox: `Saldovakt <alarm@example.se>`, or an address alone. */
  readonly from: string;
  readonly replyTo?: string;
  /** Where those who want no more mail may write, beside the link that each mail carries where there are pages. */
  readonly unsubscribeAddress?: string;
  /** `ses`, `smtp://HOST:PORT` (with STARTTLS) or `smtps://HOST:PORT`. */
  readonly server: string;
  /** SMTP: `{ "user", "pass" }` as JSON. */
  readonly credentials?: Reference;
  /** SMTP: certificates trusted in place of the system's own. */
  readonly ca?: Reference;
  /** SES. */
  readonly configurationSet?: string;
}

interface RecipientOptions {
  readonly language?: Language;
  readonly discreet?: boolean;
}

export type RecipientSection = RecipientOptions &
  (
    | { readonly channel: "webhook"; readonly url: string; readonly secrets: readonly Reference[] }
    | { readonly channel: "sns"; readonly topicArn: string }
    | { readonly channel: "sms"; readonly phoneNumber: string; readonly senderId?: string }
    | { readonly channel: "email"; readonly to: string }
    /** `url`: a reference, or an https address. */
    | { readonly channel: "slack" | "teams"; readonly url: string }
    | { readonly channel: "console" }
  );

export interface AccountSection {
  readonly identity: string;
  readonly name: string;
  readonly source: "skatteverket" | "skatteetaten";
  readonly payFrom?: { readonly iban: string; readonly bic: string };
  /** Where it differs from the installation's. */
  readonly policy?: PolicyOverrides;
  /** `systemUser` and `consumerOrg`. */
  readonly access?: AccountAccess;
}

/** `saldovakt.json`, checked and with its defaults filled in. */
export interface Configuration {
  readonly skatteverket?: SkatteverketSection;
  /** Present wherever `skatteetaten` is. */
  readonly maskinporten?: MaskinportenSection;
  readonly skatteetaten?: SkatteetatenSection;
  readonly api?: ApiSection;
  /** What it leaves open is for each account's country to say. */
  readonly policy: InstallationPolicy;
  readonly email?: EmailSection;
  readonly recipients: readonly RecipientSection[];
  readonly accounts: readonly AccountSection[];
  /** The SQLite file, or `dynamodb:TABLE`. */
  readonly state: string;
  /** Where the pages and the HTTP API are reached from outside; gives alerts their links. */
  readonly publicUrl?: string;
}
