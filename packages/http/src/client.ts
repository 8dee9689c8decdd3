import { isIP } from "node:net";
import { SaldovaktError } from "@saldovakt/domain";
import type { Agent } from "undici";
import type { AddressGuard } from "./address.ts";
import { createConnector } from "./connector.ts";
import { exchange } from "./exchange.ts";
import { hasOwnCertificate, openMaterial, type TlsMaterial } from "./tls.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** An https address; http is taken for the loopback alone. */
  readonly url: string;
  /** Sent exactly so. Only `host`, `connection` and `content-length` are added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Time for the whole call, the body's last byte included. 30 s unless given, never more than 60 s. */
  readonly deadlineMs?: number;
  /** Largest answer taken, in bytes; 5 MB unless given. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** What to do with a larger answer: refuse it (`HTTP_TOO_LARGE`, unless given) or keep its beginning. */
  readonly onOversize?: "refuse" | "truncate";
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's bytes as UTF-8. */
  readonly body: string;
  /** Whether `body` is only the beginning of a larger answer. */
  readonly truncated: boolean;
}

export interface HttpClient {
  /**
   * One call and its answer, whatever the status; redirects are answers like any other. Throws `HTTP_UNREACHABLE`, `HTTP_TIMEOUT` and
   * `HTTP_CUT` (transient), `HTTP_TOO_LARGE` and `HTTP_ADDRESS_REFUSED` (account), `HTTP_SERVER_UNTRUSTED`,
   * `HTTP_CLIENT_CERTIFICATE_REFUSED`, `HTTP_CERTIFICATE_UNREADABLE`, `HTTP_KEY_MISMATCH`, `HTTP_URL_INVALID` and
   * `HTTP_HEADER_INVALID` (installation), or the signal's reason once it aborts.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Waits for the calls under way, then closes every connection. A later `send` throws. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  readonly tls?: TlsMaterial;
  /** Restricts where calls may go; needed wherever customers name the address. */
  readonly guard?: AddressGuard;
  /** Most connections to one host at a time; 64 unless given. */
  readonly connections?: number;
}

const DEADLINE_MS = 30_000;
/** The authorities promise an answer within 60 s; nothing is worth waiting longer for. */
const LONGEST_DEADLINE_MS = 60_000;
const MAX_BYTES = 5_000_000;
const CONNECTIONS = 64;

/** A client that keeps connections alive between calls. Nothing is loaded or opened before the first `send`. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { guard, tls = {} } = options;
  const ownCertificate = hasOwnCertificate(tls);
  let opened: Promise<Agent> | undefined;
  let closed = false;

  const open = async (): Promise<Agent> => {
    const connect = createConnector({ context: openMaterial(tls), ownCertificate, guard });
    // The single file: undici's index would load fetch, WebSocket and caches too and add 260 kB to a bundle.
    const { default: UndiciAgent } = await import("undici/lib/dispatcher/agent.js");
    // The call's own deadline replaces undici's timers. HTTP/2 would add pseudo-headers to what is sent.
    return new UndiciAgent({ connect, connections: options.connections ?? CONNECTIONS, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
  };

  return {
    async send(request) {
      const started = performance.now();
      const { signal, body, onOversize, maxBytes = MAX_BYTES } = request;
      signal?.throwIfAborted();
      if (closed) throw new SaldovaktError("the HTTP client is closed", { code: "HTTP_CLIENT_CLOSED", scope: "internal" });
      const url = checkedUrl(request.url);
      guard?.checkUrl(url);
      opened ??= open();
      const agent = await opened;
      signal?.throwIfAborted();
      const deadlineMs = Math.min(request.deadlineMs ?? DEADLINE_MS, LONGEST_DEADLINE_MS);
      const { method, headers } = request;
      return exchange(
        agent,
        { origin: url.origin, path: url.pathname + url.search, method, headers, ...(body !== undefined && { body }) },
        {
          peer: { host: url.hostname, ownCertificate },
          remainingMs: deadlineMs - (performance.now() - started),
          deadlineMs,
          maxBytes,
          truncate: onOversize === "truncate",
          signal,
        },
      );
    },
    async close() {
      closed = true;
      // A client that never opened, for want of a readable certificate, has nothing to close.
      const agent = await opened?.catch(() => undefined);
      if (agent && !agent.closed) await agent.close();
    },
  };
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || (isIP(host) === 4 && host.startsWith("127."));

/** An address calls may go to. The message never repeats it: a path or query may hold an identity. */
function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw urlInvalid("is not a complete URL");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) throw urlInvalid("does not use https");
  if (url.username || url.password) throw urlInvalid("holds a user name or password");
  return url;
}

function urlInvalid(fault: string): SaldovaktError {
  const remedy = "configure an address of the form https://host/path";
  return new SaldovaktError(`the address to call ${fault}`, { code: "HTTP_URL_INVALID", scope: "installation", remedy });
}
