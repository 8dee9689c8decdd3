import {
  type AdvisedPayment,
  bankDaysAfter,
  type Currency,
  formatAmount,
  formatDecimal,
  type Language,
  oneLine,
  shortDay,
} from "@saldovakt/domain";
import { qrSvg } from "./svg.ts";

export interface UsingQr {
  /** What the code holds. */
  readonly json: string;
  readonly svg: string;
}

export interface UsingQrOptions {
  readonly language: Language;
  /** Sets ids apart where a page holds several codes; `qr` where nothing is said. */
  readonly id?: string;
}

/** Skatteverket's own organisation number, as it stands on its payment slips: the one bankgiro payee there is here. */
const SKATTEVERKET_NUMBER = "202100-5448";

const WORDS: Readonly<Record<Language, { title: string; description: (amount: string, to: string, on: string) => string }>> = {
  sv: {
    title: "QR-kod för betalningen, om din bank läser den",
    description: (amount, to, on) => `${amount} till ${to}, betalas ${on}`,
  },
  nb: {
    title: "QR-kode for betalingen, hvis banken din leser den",
    description: (amount, to, on) => `${amount} til ${to}, betales ${on}`,
  },
  en: {
    title: "QR code for the payment, if your bank reads it",
    description: (amount, to, on) => `${amount} to ${to}, to be paid ${on}`,
  },
};

/**
 * One payment as a Swedish invoice QR (UsingQR 1), dated the day to pay, or the first bank day after it, as the payment file is. Null where no bank's app would read it right: other schemes than
 * bankgiro, other currencies than SEK, or no reference number, without which the money would not be placed. Holds the reference: never log it.
 */
export function usingQr(payment: AdvisedPayment, currency: Currency, options: UsingQrOptions): UsingQr | null {
  const { amount, payTo } = payment;
  if (currency !== "SEK" || payTo.scheme !== "bankgiro" || payTo.number === null || payTo.reference === null) return null;
  const payOn = bankDaysAfter("SE", payment.payBy, 0);
  // Written by hand, for JSON.stringify would drop the öre's zeros.
  const text = (name: string, value: string): string => `${JSON.stringify(name)}:${JSON.stringify(oneLine(value))}`;
  const json = `{"uqr":1,"tp":1,${[
    text("nme", payTo.name),
    text("cid", SKATTEVERKET_NUMBER),
    text("iref", payTo.reference),
    text("ddt", payOn.replaceAll("-", "")),
    `"due":${formatDecimal(amount)}`,
    text("pt", "BG"),
    text("acc", payTo.number),
  ].join(",")}}`;
  const { language, id = "qr" } = options;
  const words = WORDS[language];
  const to = oneLine(`bankgiro ${payTo.number}, ${payTo.referenceType} ${payTo.reference}`);
  const description = words.description(formatAmount(amount, currency, language), to, shortDay(payOn, language));
  return { json, svg: qrSvg(json, { title: words.title, description, id }) };
}
