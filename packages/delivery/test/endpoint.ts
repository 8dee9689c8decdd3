import { generateKeyPairSync } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import forge from "node-forge";

/** Customers' endpoints on loopback, with certificates of an authority made for this run. */

const DAY_MS = 86_400_000;

function certificate(name: string, issuer?: { readonly cert: forge.pki.Certificate; readonly key: forge.pki.rsa.PrivateKey }) {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const cert = forge.pki.createCertificate();
  const key = forge.pki.privateKeyFromPem(pair.privateKey);
  cert.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  cert.serialNumber = issuer ? "02" : "01";
  cert.validity.notBefore = new Date(Date.now() - DAY_MS);
  cert.validity.notAfter = new Date(Date.now() + DAY_MS);
  const subject = [{ name: "commonName", value: name }];
  cert.setSubject(subject);
  cert.setIssuer(issuer ? issuer.cert.subject.attributes : subject);
  const altNames = [
    { type: 2, value: "localhost" },
    { type: 2, value: "hook.example" },
    { type: 7, ip: "127.0.0.1" },
  ];
  cert.setExtensions(issuer ? [{ name: "subjectAltName", altNames }] : [{ name: "basicConstraints", cA: true, critical: true }]);
  cert.sign(issuer?.key ?? key, forge.md.sha256.create());
  return { cert, key, pem: forge.pki.certificateToPem(cert), keyPem: pair.privateKey };
}

const authority = certificate("Test authority");
const server = certificate("hook.example", authority);

/** PEM of the authority. */
export const ca = authority.pem;

/** What a server on loopback shows: its key and certificate, PEM. */
export const identity = { key: server.keyPem, cert: server.pem };

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Endpoint {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** TCP connections made to it. */
  readonly connections: () => number;
}

const running: (() => Promise<void>)[] = [];

/** An endpoint that answers everything with `answer`. */
export async function endpoint(answer: (response: ServerResponse, request: Received) => void): Promise<Endpoint> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const https = createServer({ key: server.keyPem, cert: server.pem }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    received.push(one);
    answer(response, one);
  });
  https.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => https.listen(0, "127.0.0.1", resolve));
  running.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => https.close(resolve));
  });
  const { port } = https.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/hook`, port, received, connections: () => connections };
}

/** Stops every endpoint, whatever still hangs on it. */
export async function stopEndpoints(): Promise<void> {
  for (const stop of running.splice(0)) await stop();
}
