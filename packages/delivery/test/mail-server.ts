import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { identity } from "./endpoint.ts";

/** A mail server on loopback that keeps what it is given. */

export interface KeptMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly secure: boolean;
  readonly user: string | null;
}

export interface MailServer {
  readonly port: number;
  readonly kept: readonly KeptMail[];
  close(): Promise<void>;
}

export const USER = { user: "saldovakt", pass: "invented-pass" };

/** Speaks STARTTLS unless told otherwise, and asks for nobody's name unless `authOptional` is false. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const kept: KeptMail[] = [];
  const server = new SMTPServer({
    ...identity,
    authOptional: true,
    logger: false,
    onAuth(auth, _session, done) {
      if (auth.username === USER.user && auth.password === USER.pass) done(null, { user: auth.username });
      else done(new Error("wrong"));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        kept.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts),
          secure: session.secure,
          user: typeof session.user === "string" ? session.user : null,
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, kept, close: () => new Promise((resolve) => server.close(resolve)) };
}
