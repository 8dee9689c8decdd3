// As many requests as a server answers, over connections that stay open: each is asked for again as soon as it was answered. It writes and reads bytes
// itself, so that a client in the same machine takes little from what is measured.
import { connect } from "node:net";

export interface Load {
  readonly port: number;
  /** The header lines of each request in turn, `GET …` first, without the empty line at the end. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly count: number;
}

const END = Buffer.from("\r\n\r\n");

/** Resolves to the milliseconds until all were answered. Throws when an answer is none of 200 to 299, or has no `Content-Length`. */
export async function load({ port, requests, connections, count }: Load): Promise<number> {
  let asked = 0;
  const start = performance.now();
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      let held = Buffer.alloc(0);
      const ask = (): void => {
        if (asked >= count) return void socket.end(resolve);
        socket.write(`${requests[asked++ % requests.length]}\r\n\r\n`);
      };
      socket.on("data", (chunk) => {
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        const end = held.indexOf(END);
        if (end < 0) return;
        const head = held.toString("latin1", 0, end);
        const length = /^content-length: (\d+)/im.exec(head)?.[1];
        if (!/^HTTP\/1\.1 2/.test(head) || length === undefined) return void socket.destroy(new Error(head.split("\r\n", 1)[0]));
        if (held.length < end + END.length + Number(length)) return;
        held = Buffer.alloc(0);
        ask();
      });
      socket.on("error", reject);
      socket.once("connect", ask);
    });
  await Promise.all(Array.from({ length: connections }, one));
  return performance.now() - start;
}
