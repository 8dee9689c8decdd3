import {
  type AdvisedPayment,
  type DueDate,
  type Forecast,
  type ForecastCharge,
  knownByStatement,
  type Language,
  type Minor,
  underWayText,
} from "@saldovakt/domain";
import { cell, type Dialect, decimal, safeText } from "./cell.ts";
import { CSV_WORDS, type CsvWords } from "./words.ts";

const NORDIC: Dialect = { separator: ";", decimal: ",", mark: "\uFEFF" };
const DIALECT: Readonly<Record<Language, Dialect>> = { sv: NORDIC, nb: NORDIC, en: { separator: ",", decimal: ".", mark: "" } };

type Column = keyof CsvWords["columns"];

/** A row by its columns; those it does not name stay empty. */
type Row = Readonly<Partial<Record<Column, string>>>;

/** One language's way of writing. */
interface Writing {
  readonly words: CsvWords;
  readonly language: Language;
  money(amount: Minor): string;
  /** Whether balances to come are known. */
  readonly certain: boolean;
}

/**
 * The forecast as a table: the balance, then every charge of every due date (the last with the balance after them all), each due date followed
 * by what to pay. Estimates and payments stand in columns of their own, so `amount` adds up from the first `balance` to the last. In Swedish
 * and Norwegian as Excel there opens it (`;`, decimal comma, UTF-8 with a byte order mark), in English by RFC 4180 and with fixed column
 * names, for programs. No cell is read as a formula. Holds the reference number: never log it.
 */
export function forecastCsv(forecast: Forecast, language: Language = "en"): string {
  const dialect = DIALECT[language];
  const words = CSV_WORDS[language];
  const writing: Writing = { words, language, money: (amount) => decimal(amount, dialect), certain: !knownByStatement(forecast) };
  const first: Row = { row: words.rows.balance, date: forecast.today, balance: writing.money(forecast.balance) };
  const rows = [first, ...forecast.dueDates.flatMap((entry) => rowsOf(entry, writing))];
  const columns = Object.keys(words.columns) as Column[];
  const lines = [words.columns, ...rows.map((row) => ({ ...row, currency: forecast.currency }))].map((row: Row) =>
    columns.map((column) => cell(row[column] ?? "", dialect)).join(dialect.separator),
  );
  return `${dialect.mark}${lines.join("\r\n")}\r\n`;
}

function rowsOf(entry: DueDate, writing: Writing): Row[] {
  const charges = entry.charges.map((charge) => chargeRow(charge, entry, writing));
  const last = charges.pop() ?? { row: writing.words.rows.balance, date: entry.dueDate, ...overdueCell(entry, writing) };
  return [...charges, { ...last, ...outcome(entry, writing) }, ...entry.payments.map((payment) => paymentRow(payment, entry, writing))];
}

const overdueCell = (entry: DueDate, { words }: Writing): Row => (entry.overdue ? { overdue: words.yes } : {});

function chargeRow(charge: ForecastCharge, entry: DueDate, writing: Writing): Row {
  const { words, language, money } = writing;
  const { low, high } = charge;
  return {
    row: words.rows.charge,
    date: entry.dueDate,
    text: safeText(charge.underWay ? underWayText(language) : charge.text),
    [charge.estimated ? "estimate" : "amount"]: money(charge.amount),
    ...(charge.decidedOn ? { decidedOn: charge.decidedOn } : {}),
    ...overdueCell(entry, writing),
    ...(low === undefined ? {} : { estimateLow: money(low) }),
    ...(high === undefined ? {} : { estimateHigh: money(high) }),
  };
}

function outcome(entry: DueDate, { money, certain }: Writing): Row {
  const guessed = entry.withEstimates;
  return {
    ...(certain ? { balance: money(entry.balanceAfter), shortfall: money(entry.shortfall) } : {}),
    ...(guessed ? { balanceWithEstimates: money(guessed.balanceAfter) } : {}),
  };
}

function paymentRow({ amount, payBy, payTo }: AdvisedPayment, entry: DueDate, writing: Writing): Row {
  return {
    row: writing.words.rows.payment,
    date: payBy,
    ...overdueCell(entry, writing),
    pay: writing.money(amount),
    text: safeText(payTo.name),
    ...(payTo.number === null ? {} : { payTo: safeText(`${payTo.scheme} ${payTo.number}`) }),
    // With its kind before it, for a spreadsheet takes bare digits for a number and drops all beyond the fifteenth.
    ...(payTo.reference ? { reference: safeText(`${payTo.referenceType} ${payTo.reference}`) } : {}),
  };
}
