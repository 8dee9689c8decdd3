import type { RequestListener } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { issue, newKey } from "./certificates.ts";

export const key = newKey();
export const otherKey = newKey();
export const authority = issue({ name: "Test authority", key: otherKey });
export const strangeAuthority = issue({ name: "Strange authority", key: otherKey });
export const serverCertificate = issue({
  name: "server",
  key,
  issuer: authority,
  ips: ["127.0.0.1", "::1"],
  hosts: ["localhost", "hook.example"],
});
export const clientCertificate = issue({ name: "Exempel AB", key, issuer: authority });

const running: { server: Server; sockets: Set<Socket> }[] = [];

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  running.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function resetAll(server: Server): void {
  for (const socket of running.find((entry) => entry.server === server)?.sockets ?? []) socket.resetAndDestroy();
}

/** Stops every server a test has started, whatever still hangs on it. */
export async function stopServers(): Promise<void> {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

export interface HttpsServer {
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Resets every connection, unread and unsaid things lost. */
  readonly reset: () => void;
}

/** An HTTPS server on loopback with a certificate of the test authority. */
export async function httpsServer(handler: RequestListener, options: ServerOptions = {}): Promise<HttpsServer> {
  let connections = 0;
  const server = createHttpsServer({ key: serverCertificate.key, cert: serverCertificate.cert, ...options }, handler);
  server.on("secureConnection", () => connections++);
  const port = await listen(server);
  return { url: `https://127.0.0.1:${port}`, port, connections: () => connections, reset: () => resetAll(server) };
}

/** A TLS server that is given the bare connection. */
export async function tlsServer(onConnection: (socket: TLSSocket) => void, options: TlsOptions = {}): Promise<string> {
  const server = createTlsServer({ key: serverCertificate.key, cert: serverCertificate.cert, ...options }, (socket) => {
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  return `https://127.0.0.1:${await listen(server)}`;
}

/** A TCP server that is given the bare connection. */
export async function tcpServer(onConnection: (socket: Socket) => void): Promise<number> {
  return listen(createTcpServer(onConnection));
}
