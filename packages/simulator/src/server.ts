import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Call, Handled, PresentedCertificate } from "./call.ts";
import type { KeyedCertificate } from "./certificates.ts";
import type { Delivery } from "./faults.ts";
import { errorReply, type Reply } from "./reply.ts";

/** More than any request has reason to send. */
const BODY_LIMIT = 16_384;

/** An answer to a call, with whatever its house wants to note about it. */
type Answered = Pick<Handled, "delivery">;

export interface ServerOptions<H extends Answered = Handled> {
  readonly port: number;
  readonly ca: string;
  readonly certificate: KeyedCertificate;
  readonly asksForCertificate: boolean;
  /** Whether a connection with a wrong certificate, or none, is closed rather than answered. */
  readonly closesOnWrongCertificate: boolean;
  readonly now: () => number;
  readonly latencyMs: number;
  handle(call: Call): H;
  /** Told of each request once its answer is on the way; status 0 when the connection was cut. */
  noted(call: Call, handled: H, status: number): void;
}

export interface LocalServer {
  readonly port: number;
  close(): Promise<void>;
}

function presented(request: IncomingMessage): PresentedCertificate | null {
  const socket = request.socket as TLSSocket;
  const fingerprint = socket.getPeerX509Certificate()?.fingerprint256;
  return fingerprint === undefined ? null : { trusted: socket.authorized, fingerprint };
}

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
    });
    request.on("end", () => (size > BODY_LIMIT ? reject(new Error("body too large")) : resolve(Buffer.concat(chunks).toString("utf8"))));
    request.on("error", reject);
  });
}

function callOf(request: IncomingMessage, body: string, at: number, asked: boolean): Call {
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const headers: Record<string, string> = {};
  // Every line counts: Node would quietly drop the second of two equal headers.
  for (const [name, values] of Object.entries(request.headersDistinct)) headers[name] = (values ?? []).join(", ");
  return {
    method: request.method ?? "",
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    at,
    certificate: asked ? presented(request) : null,
  };
}

function send(response: ServerResponse, { reply, cut }: Delivery): void {
  if (cut === "start") {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body, "utf8");
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  if (cut === "body") {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
  } else {
    response.end(body);
  }
}

/** Starts an HTTPS server on localhost that answers as `handle` says. */
export async function startServer<H extends Answered>(options: ServerOptions<H>): Promise<LocalServer> {
  const { port, ca, certificate, asksForCertificate, closesOnWrongCertificate, now, latencyMs, handle, noted } = options;
  const waiting = new Set<NodeJS.Timeout>();

  function deliver(response: ServerResponse, call: Call, handled: H): void {
    const { delivery } = handled;
    const go = (): void => {
      if (response.destroyed) return;
      noted(call, handled, delivery.cut === "start" ? 0 : delivery.reply.status);
      send(response, delivery);
    };
    const wait = latencyMs + delivery.delayMs;
    if (wait <= 0) {
      go();
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      go();
    }, wait);
    waiting.add(timer);
  }

  const server: Server = createServer({
    ...certificate,
    ca,
    minVersion: "TLSv1.2",
    requestCert: asksForCertificate,
    rejectUnauthorized: asksForCertificate && closesOnWrongCertificate,
    keepAliveTimeout: 60_000,
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const at = now();
    read(request).then(
      (body) => {
        const call = callOf(request, body, at, asksForCertificate);
        deliver(response, call, handle(call));
      },
      () => send(response, { reply: tooLarge, delayMs: 0 }),
    );
  });
  // A caller that breaks off, or whose certificate is refused, is no fault of ours.
  server.on("tlsClientError", () => {});
  server.on("clientError", (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const tooLarge: Reply = errorReply(413, "Request too large");
