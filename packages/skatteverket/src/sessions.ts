import { type Instant, instant, SaldovaktError } from "@saldovakt/domain";
import type { createHttpClient, HttpClient, RetryOptions } from "@saldovakt/http";
import { explainedByCertificate, showingCertificate } from "./certificate-fault.ts";
import { type SkatteverketSecret, tlsMaterial } from "./secret.ts";
import type { SkatteverketSettings } from "./settings.ts";
import { fetchToken, type GrantedToken } from "./token-grant.ts";
import { type TokenHolder, tokenHolder } from "./token-holder.ts";
import { tries } from "./tries.ts";

/** One reading of the secret, and the connections and the token that rest on it. */
export interface Session {
  readonly secret: SkatteverketSecret;
  readonly api: HttpClient;
  readonly tokens: TokenHolder;
}

/** Gives the secret; with `fresh` it passes over whatever it keeps in memory. */
export type SecretProvider = (options?: { readonly fresh?: boolean }) => Promise<SkatteverketSecret>;

export interface SessionOptions {
  readonly settings: SkatteverketSettings;
  readonly secret: SecretProvider;
  readonly createClient: typeof createHttpClient;
  readonly retry: RetryOptions;
  readonly now: () => Instant;
  /** How a session comes by its tokens, called once for each session: by Client Credentials unless given. */
  readonly grant?: (http: HttpClient, secret: SkatteverketSecret) => () => Promise<GrantedToken>;
}

export interface Sessions {
  /** Runs the work in the present session. Its connections stay open until the work is done, even when another session takes its place. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Reads the secret anew after the session's credentials were refused; true when the next session rests on another secret. It is read once for
   * all callers and then not again for a minute: refused keys must not become a flood of readings.
   */
  renew(refused: Session): Promise<boolean>;
  /** Closes every connection, each once its work is done. */
  close(): Promise<void>;
}

const FRESH_PAUSE_MS = 60_000;

interface Entry {
  readonly session: Session;
  readonly close: () => Promise<void>;
  uses: number;
  retired: boolean;
}

const same = (a: SkatteverketSecret, b: SkatteverketSecret): boolean => JSON.stringify(a) === JSON.stringify(b);

function open(secret: SkatteverketSecret, options: SessionOptions): Entry {
  const { settings, createClient, retry, now } = options;
  const withCertificate = showingCertificate(createClient({ tls: tlsMaterial(secret, settings.ca) }), secret);
  const shared = settings.mutualTlsOnApi || !secret.certificate;
  const withoutCertificate = (): HttpClient => {
    const client = createClient({ tls: settings.ca === undefined ? {} : { ca: [settings.ca] } });
    return showingCertificate(client, secret, "set `mutualTlsOnApi` to true in the configuration");
  };
  const api = shared ? withCertificate : withoutCertificate();
  const grant = options.grant?.(withCertificate, secret) ?? (() => fetchToken(withCertificate, settings, secret, now));
  // The POST may be repeated, for a token too many harms nobody; and all who wait for the token share its tries.
  const fetch = (): Promise<GrantedToken> =>
    tries(grant, retry).catch(async (error: unknown) => {
      // Servers go by the real day, whatever day the program is told to take for today.
      throw await explainedByCertificate(error, tlsMaterial(secret), instant(retry.timer.now()));
    });
  return {
    session: { secret, api, tokens: tokenHolder(fetch, retry.timer.now) },
    close: async () => {
      await Promise.all(shared ? [api.close()] : [api.close(), withCertificate.close()]);
    },
    uses: 0,
    retired: false,
  };
}

export function createSessions(options: SessionOptions): Sessions {
  const { secret: provider, retry } = options;
  let present: Promise<Entry> | undefined;
  let renewing: Promise<boolean> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  let closed = false;

  async function current(): Promise<Entry> {
    if (closed) throw new SaldovaktError("the client of Skatteverket is closed", { code: "SKV_CLIENT_CLOSED", scope: "internal" });
    if (!present) {
      const opening = provider().then((secret) => open(secret, options));
      present = opening;
      // A secret that could not be read is asked for again by the next caller.
      opening.catch(() => {
        if (present === opening) present = undefined;
      });
    }
    return present;
  }

  const retire = (entry: Entry): Promise<void> => {
    entry.retired = true;
    return entry.uses === 0 ? entry.close() : Promise.resolve();
  };

  async function readAnew(entry: Entry): Promise<boolean> {
    askedAt = retry.timer.now();
    // Why the credentials were refused tells the reader more than why no others could be had.
    const fresh = await provider({ fresh: true }).catch(() => undefined);
    if (!fresh || closed || same(fresh, entry.session.secret)) return false;
    present = Promise.resolve(open(fresh, options));
    await retire(entry);
    return true;
  }

  return {
    async use(work) {
      let entry = await current();
      while (entry.retired) entry = await current();
      entry.uses++; // with no wait since it was seen in service
      try {
        return await work(entry.session);
      } finally {
        entry.uses--;
        if (entry.retired && entry.uses === 0) await entry.close();
      }
    },
    async renew(refused) {
      const entry = await current();
      if (entry.session !== refused) return true;
      if (!renewing && retry.timer.now() - askedAt < FRESH_PAUSE_MS) return false;
      renewing ??= readAnew(entry).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async close() {
      closed = true;
      const entry = await present?.catch(() => undefined);
      if (entry) await retire(entry);
    },
  };
}
