import { inputError } from "@saldovakt/domain";

/** A port as typed. Throws `PORT_INVALID`. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw inputError("PORT_INVALID", "the port is not a whole number from 0 to 65535", "give it as --port 8787; 0 takes any free one");
}
