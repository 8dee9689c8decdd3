import type { Instant } from "./dates.ts";
import { SaldovaktError } from "./errors.ts";
import type { SourceName } from "./observation.ts";
import type { PolicyOverrides } from "./policy.ts";

declare const accountIdBrand: unique symbol;
/** Opaque, `acc_` and 20 characters: safe in URLs, logs and metrics, where an identity is not. */
export type AccountId = string & { readonly [accountIdBrand]: true };

const ACCOUNT_ID = /^acc_[0-9a-hjkmnp-tv-z]{20}$/;

export const isAccountId = (text: string): text is AccountId => ACCOUNT_ID.test(text);

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

const ID_BYTES = 20;

/** An id from the first 20 of random (or keyed-hash) bytes. Throws `ACCOUNT_ID_BYTES` when there are fewer. */
export function accountId(bytes: Uint8Array): AccountId {
  if (bytes.length < ID_BYTES) {
    throw new SaldovaktError("an account id was to be made of too few bytes", { code: "ACCOUNT_ID_BYTES", scope: "internal" });
  }
  return `acc_${Array.from(bytes.subarray(0, ID_BYTES), (byte) => CROCKFORD[byte % 32]).join("")}` as AccountId;
}

/** The bank account a company pays from, for payment files. */
export interface PayFrom {
  /** Without spaces. */
  readonly iban: string;
  readonly bic: string;
}

/** A system user in Altinn, by which we read a customer's figures. */
export interface SystemUserReference {
  /** Nine digits: the organisation that owns the system user. */
  readonly org: string;
  /** Only where it was asked for with one. */
  readonly externalRef?: string;
}

/** On whose behalf the authority is asked, where it is not simply the account's own organisation. */
export interface AccountAccess {
  readonly systemUser?: SystemUserReference;
  /** Nine digits: the organisation that has delegated the access. */
  readonly consumerOrg?: string;
}

/** That the account's owner was asked to let us read it. */
export interface AskedPermission {
  readonly at: Instant;
  /** What was sent: the address of the e-service's start page, the one configured in its place, or one that Skatteverket made for this client. */
  readonly link: "start-page" | "configured" | "client";
}

/** A link into the e-service that Skatteverket made for one client, with the role chosen already. */
export interface ClientLink {
  readonly url: string;
  readonly expiresAt: Instant;
}

/** What was prepared for the client who is to appoint us, and whether it was looked at. */
export interface Appointing {
  readonly link?: ClientLink;
  /** When our page for the client was first opened: by somebody, or by a program that looks at the links in mail. */
  readonly openedAt?: Instant;
}

/** What readings have said of the right to read, as far as it was ever refused or asked for. One of the two moments stands. */
export interface ReadPermission {
  /** The first good reading after it was asked for or refused. */
  readonly grantedAt?: Instant;
  /** The first reading that was refused for want of it, since the last good one. */
  readonly refusedSince?: Instant;
  /** Beside `refusedSince`: it could be read before. */
  readonly readBefore?: true;
}

/** What calendars last told of the account beside its readings, and since when it is so: a number that rises is made from it. */
export interface Revision {
  /** A digest of what is not read but kept here: name, policy, payments under way. */
  readonly basis: string;
  readonly at: Instant;
}

/** An account somebody asked us to watch. */
export interface Account {
  readonly id: AccountId;
  readonly source: SourceName;
  /** Personal data when it is a sole trader's: never in a log, a URL or a metric. */
  readonly identity: string;
  readonly name: string;
  /** `configuration`: listed in saldovakt.json and removed there; `command`: added by hand. */
  readonly origin: "configuration" | "command";
  readonly addedAt: Instant;
  /** Its own policy, where it differs from the installation's. */
  readonly policy?: PolicyOverrides;
  readonly payFrom?: PayFrom;
  /** Absent where the account's organisation needs nobody else's access. */
  readonly access?: AccountAccess;
  /**
   * How it is read where not every day by us. `statement`: no authority is read, and statements brought in by hand are all that is known. `interactive`: only
   * while somebody is signed in at the authority.
   */
  readonly reading?: "statement" | "interactive";
  /** Sweden. Written by people, who ask; `permission` by readings: so that neither overwrites the other. */
  readonly ombud?: AskedPermission;
  readonly permission?: ReadPermission;
  readonly appointing?: Appointing;
  readonly revision?: Revision;
}
