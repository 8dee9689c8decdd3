import { onceReady } from "./once.ts";

/** Sends messages to a queue, as `createSender` says. What sends is loaded with the first message: most runs have none. */
export function senderTo(url: string): (messages: readonly unknown[]) => Promise<void> {
  const sender = onceReady(async () => (await import("./queue.ts")).openSender(url));
  return async (messages) => {
    if (messages.length > 0) await (await sender())(messages);
  };
}
