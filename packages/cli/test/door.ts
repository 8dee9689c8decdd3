import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port of this machine that is known, and held, before whoever is behind it serves. */
export interface Door {
  readonly address: string;
  /** Whoever calls from now on is put through to that port. */
  leadsTo(port: number): void;
  close(): Promise<void>;
}

/** For what must be told its own address before it starts: a free port that was given back could be another's by then. */
export async function openDoor(): Promise<Door> {
  let behind: number | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    if (behind === null) return caller.destroy();
    const on = connect(behind, "127.0.0.1");
    for (const [socket, other] of [
      [caller, on],
      [on, caller],
    ] as const) {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}`,
    leadsTo(to) {
      behind = to;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
