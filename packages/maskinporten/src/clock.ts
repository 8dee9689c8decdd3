/** How far apart this machine's clock and the server's are. */
export interface ClockReading {
  /** What the server's clock shows more than this machine's, in milliseconds: above 0 when this machine is behind. */
  readonly offsetMs: number;
  /** How wrong the offset may be: the header tells whole seconds, and the answer was some time on its way. */
  readonly uncertaintyMs: number;
}

/** The clock of the server, as the `Date` header of its answers shows it (RFC 9110, 6.6.1). */
export interface ServerClock {
  /** Epoch milliseconds by which grants are stamped: this machine's, unless the server has refused them. */
  now(): number;
  /** Reads an answer's `Date`. Moments are this machine's epoch milliseconds. */
  note(date: string | undefined, sentAt: number, receivedAt: number): void;
  /** The server has refused a grant for its time: from now on grants are stamped by the latest reading. True when that changes anything. */
  follow(): boolean;
  /** The latest reading; null before the first. */
  reading(): ClockReading | null;
}

const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

export function readClock(date: string | undefined, sentAt: number, receivedAt: number): ClockReading | null {
  const server = date !== undefined && IMF_DATE.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(server) || receivedAt < sentAt) return null;
  // The second told has begun and not ended; the answer left somewhere between the two moments.
  return { offsetMs: Math.round(server + 500 - (sentAt + receivedAt) / 2), uncertaintyMs: Math.ceil(500 + (receivedAt - sentAt) / 2) };
}

/** `this machine's clock is 42 seconds behind`; null when it may just as well be right. */
export function clockFault(reading: ClockReading | null): string | null {
  if (!reading || Math.abs(reading.offsetMs) <= reading.uncertaintyMs) return null;
  const seconds = Math.round(Math.abs(reading.offsetMs) / 1000);
  return `this machine's clock is ${seconds} ${seconds === 1 ? "second" : "seconds"} ${reading.offsetMs > 0 ? "behind" : "ahead"}`;
}

/**
 * Grants are stamped by this machine's clock as long as the server takes them: what works is not touched for a header that may be wrong. Once it
 * refuses one for its time, its own clock is the better judge, for it is the one that judges.
 */
export function serverClock(machine: () => number): ServerClock {
  let latest: ClockReading | null = null;
  let correctionMs = 0;
  return {
    now: () => machine() + correctionMs,
    note(date, sentAt, receivedAt) {
      latest = readClock(date, sentAt, receivedAt) ?? latest;
    },
    follow() {
      const before = correctionMs;
      correctionMs = clockFault(latest) === null ? 0 : (latest?.offsetMs ?? 0);
      return correctionMs !== before;
    },
    reading: () => latest,
  };
}
