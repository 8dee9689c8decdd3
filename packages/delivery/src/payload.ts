import type { AlertDocument } from "@saldovakt/domain";

/** Standard Webhooks asks for payloads below 20 kB; queues and functions get the same document. */
export const PAYLOAD_BYTES = 20_000;

const fits = (text: string): boolean => Buffer.byteLength(text) < PAYLOAD_BYTES;

/**
 * The alert as programs receive it: the contract's JSON, below 20 kB. Where very many payments (Norway) would make it larger, the first ones
 * stand and `paymentsOmitted` says how many do not; the forecast has them all. Null when it is too large for another reason.
 */
export function payloadOf(document: AlertDocument): string | null {
  const whole = JSON.stringify(document);
  if (fits(whole)) return whole;
  const { payments } = document.data;
  const first = (count: number): string =>
    JSON.stringify({
      ...document,
      data: { ...document.data, payments: payments.slice(0, count), paymentsOmitted: payments.length - count },
    });
  let low = 0;
  let high = payments.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(first(middle))) low = middle;
    else high = middle - 1;
  }
  const shortened = first(low);
  return fits(shortened) ? shortened : null;
}
