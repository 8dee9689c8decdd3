/**
 * The longest a message is put away for, in seconds: SQS allows twelve hours from the moment it was received, of which the function itself has used up to
 * fifteen minutes.
 */
export const LONGEST_SECONDS = 12 * 3600 - 15 * 60;

const FIRST_SECONDS = 60;
const LAST_SECONDS = 3600;

/** A wait in whole seconds, as SQS takes it: never shorter than asked for, but for the longest it allows. */
export const visibilitySeconds = (ms: number): number => Math.min(LONGEST_SECONDS, Math.max(0, Math.ceil(ms / 1000)));

/**
 * How long a message that failed waits when nobody said how long: a minute, doubled with each time it was received, an hour at most. The
 * upper half of it is left to chance, so that messages that failed together do not come back together.
 */
export function backoffSeconds(receiveCount: number, random: () => number): number {
  const ceiling = Math.min(LAST_SECONDS, FIRST_SECONDS * 2 ** Math.min(10, Math.max(0, receiveCount - 1)));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/** The longest an authority is thought to be closed by day. */
const CLOSED_SECONDS = 2 * 3600;

/**
 * How long the message of an account waits that could not be read, when nobody said how long: `first` seconds after its first receipt, two hours after
 * every other. SQS moves what it has given out three times to the back of the queue, behind the least urgent of the day: so an account keeps its
 * place through a closure of two hours, and twelve receipts last beyond the next day's pass.
 */
export const unreadSeconds = (receiveCount: number, first: number): number => (receiveCount <= 1 ? first : CLOSED_SECONDS);
