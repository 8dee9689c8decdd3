import { randomBytes } from "node:crypto";
import { SaldovaktError } from "@saldovakt/domain";
import { createHttpClient, type RetryOptions, THREE_TRIES } from "@saldovakt/http";
import { type Caller, createCaller } from "../caller.ts";
import { createSessions, type SecretProvider } from "../sessions.ts";
import { requireAddresses, type SkatteverketSettings } from "../settings.ts";
import { operationsBy, type Skatteverket, type SkatteverketOptions } from "../skatteverket.ts";
import { renewTokens } from "./exchange.ts";
import type { SignInRecord, SignInRecords } from "./records.ts";
import { requireSignInSettings, type SignInSettings, secretFor } from "./settings.ts";
import { tokenSource } from "./token-source.ts";
import type { TokenVault } from "./vault.ts";

export interface InteractiveOptions extends Omit<SkatteverketOptions, "settings"> {
  /** The API's settings. Its token endpoint is the sign-in's. */
  readonly settings: Omit<SkatteverketSettings, "tokenUrl" | "scope">;
  readonly signIn: SignInSettings;
  /** Opaque id of the account whose sign-in reads. */
  readonly account: string;
  readonly records: SignInRecords;
  readonly vault: TokenVault;
  /** Told of the sign-in that reads. */
  readonly used?: (record: SignInRecord) => void;
  /** Unguessable bytes. */
  readonly randomBytes?: (bytes: number) => Uint8Array;
}

const NOT_AUTHORISED_REMEDY = "sign in as somebody who may read this company's account: who signs for it, or an ombud of it";

/** What a refusal means where a person has signed in, and not the organisation in the certificate. */
function toldToPerson(caller: Caller): Caller {
  return {
    ...caller,
    call: (call) =>
      caller.call(call).catch((error: unknown) => {
        if (!(error instanceof SaldovaktError) || error.code !== "SKV_NOT_AUTHORISED") throw error;
        const message = "Skatteverket does not let the person who signed in read this account";
        throw new SaldovaktError(message, { code: error.code, scope: error.scope, remedy: NOT_AUTHORISED_REMEDY, cause: error });
      }),
  };
}

/**
 * Skattekonto, read with the sign-in of one account: the same operations, headers and forms of identity (service description 4.1 and 5.3 make no difference),
 * at the same agreed rate; only the token is the user's own. It is renewed as long as it may be, for all processes at once. Make one for a reading and close
 * it. Throws `SKV_ADDRESS_INVALID` and `SKV_SIGN_IN_SETTINGS`; its operations throw, beside what they always throw, `SKV_SIGN_IN_OVER` (sign in again),
 * `SKV_SIGN_IN_BUSY`, `SKV_SIGN_IN_SECRET`, and the vault's errors.
 */
export function createInteractiveSkatteverket(options: InteractiveOptions): Skatteverket {
  const { signIn, account, records, vault, limiter, timer, random, correlationId, createClient = createHttpClient, now } = options;
  const settings: SkatteverketSettings = { ...options.settings, tokenUrl: signIn.tokenUrl, scope: signIn.scope };
  requireAddresses(settings);
  requireSignInSettings(signIn);
  const retry: RetryOptions = { ...THREE_TRIES, timer, random };
  const secret: SecretProvider = async (asked) => secretFor(signIn.kind, await options.secret(asked), settings.mutualTlsOnApi);
  const sessions = createSessions({
    settings,
    secret,
    createClient,
    retry,
    now,
    grant: (http, secret) =>
      tokenSource({
        account,
        records,
        vault,
        retry,
        random: options.randomBytes ?? randomBytes,
        used: options.used,
        renew: (refreshToken) => renewTokens({ http, secret, now }, signIn, refreshToken),
      }),
  });
  const caller = toldToPerson(createCaller({ settings, now, sessions, limiter, retry, correlationId }));
  return operationsBy(caller, now, () => sessions.close());
}
