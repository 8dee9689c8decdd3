import { toSaldovaktError } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
const SLOWER = 1.5;

/** How long is waited in all, and how it is told. */
export interface Patience {
  readonly timer: Pick<Timer, "pause">;
  /** What is left of it; taken from as pauses are made. */
  leftMs: number;
  /** Before every pause. */
  readonly waiting: (leftMs: number) => void;
}

/**
 * Asks until the answer will do or patience is at an end; resolves to the last answer. Pauses grow from five seconds to a minute, and their sum is what
 * patience is counted in, so that no clock can make it endless. A passing fault is waited out like a wrong answer, and thrown when it is the last.
 */
export async function askUntil<T>(ask: () => Promise<T>, willDo: (answer: T) => boolean, patience: Patience): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * SLOWER, LONGEST_PAUSE_MS)) {
    try {
      const answer = await ask();
      if (willDo(answer) || patience.leftMs <= 0) return answer;
    } catch (thrown) {
      if (!toSaldovaktError(thrown).retryable || patience.leftMs <= 0) throw thrown;
    }
    const length = Math.min(pause, patience.leftMs);
    patience.waiting(patience.leftMs);
    await patience.timer.pause(length);
    patience.leftMs -= length;
  }
}
