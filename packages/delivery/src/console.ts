import type { Channel } from "./channel.ts";

/** Writes the letter where a person watches. `write` is given whole blocks, line breaks included. */
export function createConsoleChannel(write: (text: string) => void): Channel {
  return {
    async send({ alert, account, texts }) {
      const heading = [alert.severity.toUpperCase(), alert.type, account.id, ...(alert.dueDate === null ? [] : [alert.dueDate])].join("  ");
      const letter = texts.body
        .split("\n")
        .map((line) => `  ${line}`.trimEnd())
        .join("\n");
      write(`${heading}\n${letter}\n\n`);
      return { kind: "delivered" };
    },
  };
}
