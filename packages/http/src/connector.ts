import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type SecureContext, TLSSocket } from "node:tls";
import type { buildConnector } from "undici";
import { type AddressGuard, addressRefused } from "./address.ts";
import { type Peer, serverUntrusted, unreachable } from "./faults.ts";

const CONNECT_MS = 10_000;
const KEEP_ALIVE_PROBE_MS = 60_000;

export interface ConnectorOptions {
  readonly context: SecureContext;
  readonly ownCertificate: boolean;
  readonly guard: AddressGuard | undefined;
}

/**
 * Opens undici's connections. HTTP/1.1 only; the server's certificate is always checked, whatever the environment says. With a guard, the
 * address is checked three times: a literal before connecting, a name's every address when it is looked up, and the address in fact reached.
 */
export function createConnector({ context, ownCertificate, guard }: ConnectorOptions): buildConnector.connector {
  return ({ hostname, protocol, port }, callback) => {
    const peer: Peer = { host: hostname, ownCertificate };
    if (guard && isIP(hostname) !== 0 && !guard.permits(hostname)) return callback(addressRefused(), null);

    const secure = protocol === "https:";
    const target = { host: hostname, port: Number(port) || (secure ? 443 : 80), ...(guard && { lookup: guard.lookup }) };
    const socket: Socket = secure
      ? connectTls({
          ...target,
          secureContext: context,
          servername: isIP(hostname) === 0 ? hostname : "",
          ALPNProtocols: ["http/1.1"],
          rejectUnauthorized: true,
        })
      : connectTcp(target);
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS);

    const timeout = setTimeout(() => socket.destroy(unreachable(new Error("connecting took too long"), peer)), CONNECT_MS);
    let done = false;
    const settle = (error: Error | null): void => {
      if (done) return;
      done = true;
      clearTimeout(timeout);
      if (error) callback(error, null);
      else callback(null, socket);
    };
    if (guard) {
      socket.once("connect", () => {
        if (!guard.permits(socket.remoteAddress ?? "")) socket.destroy(addressRefused());
      });
    }
    socket.once(secure ? "secureConnect" : "connect", () => {
      if (!socket.destroyed) settle(null);
    });
    socket.on("error", (error) => {
      const untrusted = socket instanceof TLSSocket && Boolean(socket.authorizationError);
      settle(untrusted ? serverUntrusted(error, peer) : unreachable(error, peer));
      // After a TLS alert the stream merely ends, and undici would report that end in the alert's place.
      socket.destroy(error);
    });
  };
}
