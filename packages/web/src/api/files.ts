import {
  type Account,
  type Forecast,
  type Instant,
  inputError,
  type Language,
  type PlainDate,
  type SaldovaktError,
} from "@saldovakt/domain";
import { type CalendarItem, calendarFeed, forecastCsv, paymentFile, usingQr } from "@saldovakt/files";

/**
 * The files of an account's forecast, ready to be answered with: used by the API, and by the pages for the same files. Their names hold the
 * account's opaque id and nothing else. Faults are `SaldovaktError`s whose code stands among the API's refusals.
 */
export interface ReadyFile {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What matters in it, where that is less than its bytes: when it is the same, so is the file. */
  readonly matter?: string;
}

const CALENDAR_TYPE = "text/calendar; charset=utf-8";

const attachment = (name: string): string => `attachment; filename="${name}"`;

const ready = (body: string, type: string, disposition?: string): ReadyFile => ({
  body,
  headers: { "content-type": type, ...(disposition === undefined ? {} : { "content-disposition": disposition }) },
});

/** The forecast as a table. */
export const forecastTable = (account: Account, forecast: Forecast, language: Language): ReadyFile =>
  ready(forecastCsv(forecast, language), "text/csv; charset=utf-8", attachment(`forecast-${account.id}.csv`));

/** What a payment file is to pay: everything, one due date, or one payment of it, counted from 1 in the forecast's order. */
export interface Paying {
  readonly dueDate?: PlainDate | undefined;
  readonly payment?: number | undefined;
}

/**
 * What to pay as a file for the bank. Throws `PAY_FROM_MISSING` where the account to pay from is not known, `PAYEE_UNKNOWN` where one of the payments names
 * no account, or one that cannot be, and `NOTHING_TO_PAY` also for what the forecast does not have.
 */
export function bankFile(account: Account, forecast: Forecast, { dueDate, payment }: Paying, createdAt: Instant): ReadyFile {
  const paying = forecast.dueDates.filter((entry) => dueDate === undefined || entry.dueDate === dueDate);
  if (paying.flatMap((entry) => entry.payments).length < (payment ?? 1)) throw nothingToPay();
  if (!account.payFrom) throw inputError("PAY_FROM_MISSING", "the account to pay from is not known", "give its IBAN and BIC as payFrom");
  const { name, identity, payFrom } = account;
  const dueDates = dueDate === undefined ? "all" : [dueDate];
  const one = payment === undefined ? {} : { payment };
  const xml = paymentFile(forecast, { debtor: { name, identity, ...payFrom }, dueDates, ...one, createdAt });
  const of = `${dueDate ?? forecast.today}${payment === undefined ? "" : `-${payment}`}`;
  const file = ready(xml, "application/xml; charset=utf-8", attachment(`payment-${account.id}-${of}.xml`));
  return { ...file, matter: xml.replace(/<CreDtTm>[^<]*<\/CreDtTm>/, "") };
}

/**
 * The first payment of a due date, or of the first that has any, as a code for the bank's app. Throws `NOTHING_TO_PAY`; `REFERENCE_MISSING` where the
 * authority gave no reference number; and `QR_NOT_OFFERED` where the format has no place for the payment.
 */
export function paymentPicture(forecast: Forecast, dueDate: PlainDate | undefined, language: Language): ReadyFile {
  const payments = forecast.dueDates.flatMap((entry) => (dueDate === undefined || entry.dueDate === dueDate ? entry.payments : []));
  const [payment] = payments;
  if (!payment) throw nothingToPay();
  const code = usingQr(payment, forecast.currency, { language });
  if (code) return ready(code.svg, "image/svg+xml; charset=utf-8");
  if (!payment.payTo.reference) throw inputError("REFERENCE_MISSING", "the payment has no reference number", "fetch it from the authority");
  throw inputError("QR_NOT_OFFERED", "the payment has no place in the code's format", "pay by the figures of the forecast");
}

const nothingToPay = (): SaldovaktError => inputError("NOTHING_TO_PAY", "there is nothing to pay", "ask for a due date with a payment");

/** Due dates as a calendar to subscribe to. `pageUrl` gives an account's page, null where the pages have no address. */
export const calendarFile = (
  items: readonly CalendarItem[],
  options: {
    readonly language: Language;
    readonly withDetails: boolean;
    readonly pageUrl: (account: { readonly id: string }) => string | null;
  },
): ReadyFile => ready(calendarFeed(items, options), CALENDAR_TYPE);
