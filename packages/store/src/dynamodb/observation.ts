import { addDays, type Observation } from "@saldovakt/domain";
import { itemTooLarge } from "../faults.ts";
import { pack } from "../remember.ts";
import { LARGEST_PACKED } from "./items.ts";

/**
 * The observation packed into one item. 10 000 booked rows fit with room to spare. Where it is still too large, the oldest booked rows are
 * left out, whole days at a time, and `historyFrom` is moved to the first day that is left whole: the history stays complete from there on,
 * only shorter. Nothing else is ever left out; throws `STORE_ITEM_TOO_LARGE` when the rest alone is too large.
 */
export function packObservation(observation: Observation, largest = LARGEST_PACKED): Uint8Array {
  let bytes = pack(observation);
  if (bytes.length <= largest) return bytes;
  let history = observation.history.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  while (bytes.length > largest) {
    if (history.length === 0) throw itemTooLarge("observation");
    // The share that would fit if all rows weighed alike, a little less to make progress, and then the rest of the day it ends in.
    const fitting = Math.floor(history.length * Math.min(0.95, (0.98 * largest) / bytes.length));
    const lastCut = history[history.length - fitting - 1];
    if (!lastCut) throw itemTooLarge("observation");
    history = history.filter((row) => row.date > lastCut.date);
    bytes = pack({ ...observation, history, historyFrom: addDays(lastCut.date, 1) });
  }
  return bytes;
}
