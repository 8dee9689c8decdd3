import {
  type AccountReference,
  type DueDate,
  type Forecast,
  formatAmount,
  formatMoment,
  knownByStatement,
  knowsOfMore,
  type Language,
  longDay,
  type Minor,
  oneLine,
  printedNumber,
  underWayText,
  warningText,
  ZONE_OF,
} from "@saldovakt/domain";
import { figure } from "../figures.ts";
import type { Output } from "../output.ts";
import { fit, table, WIDTH, wrap } from "../table.ts";
import { ABOUT, estimateLines } from "./estimates.ts";

const AUTHORITY = { skatteverket: "Skatteverket", skatteetaten: "Skatteetaten" } as const;
const ENFORCER = { skatteverket: "At Kronofogden", skatteetaten: "At the enforcement authority" } as const;

/** Claims that are paid one by one meet in no balance. */
const isPooled = ({ source }: Forecast): boolean => source === "skatteverket";

const heading = (out: Output, text: string): string => out.style("bold", text);

/** A forecast for people: labels in English, the authority's own texts and the warnings in the policy's language. At most 100 columns. */
export function forecastReport(forecast: Forecast, account: AccountReference, language: Language, out: Output): readonly string[] {
  return [
    heading(out, fit(oneLine(account.name), WIDTH)),
    out.style("dim", fit(`${AUTHORITY[account.source]} · ${longDay(forecast.today, "en")} · ${account.id}`, WIDTH)),
    "",
    ...balanceLines(forecast, out),
    "",
    ...dueDateLines(forecast, language, out),
    ...payLines(forecast, out),
    ...estimateLines(forecast, out),
    ...warningLines(forecast, language, out),
  ];
}

function balanceLines(forecast: Forecast, out: Output): readonly string[] {
  const rows: [string, string][] = [
    isPooled(forecast) ? ["Balance", figure(forecast.balance)] : ["Unpaid in all", figure(forecast.shortfall)],
    ...(forecast.accruedInterest === 0 ? [] : [["Interest so far, not yet booked", figure(forecast.accruedInterest)] as [string, string]]),
    ...(forecast.enforcementBalance === 0
      ? []
      : [
          [
            `${ENFORCER[forecast.source]}, apart from the ${isPooled(forecast) ? "balance" : "claims"}`,
            figure(forecast.enforcementBalance),
          ] as [string, string],
        ]),
    ...(forecast.reserve === 0 ? [] : [["Reserve to keep", figure(forecast.reserve)] as [string, string]]),
  ];
  const [titles, figures] = [0, 1].map((side) => Math.max(...rows.map((row) => (row[side] ?? "").length))) as [number, number];
  const asOf = `As of ${formatMoment(forecast.asOf, ZONE_OF[forecast.source], "en")}${forecast.stale ? out.style("yellow", ", which is old") : ""}`;
  return [
    ...rows.map(([title, amount]) => `${title.padEnd(titles)}  ${amount.padStart(figures)} ${forecast.currency}`),
    asOf,
    ...(forecast.nextReconciliation ? [`Next reconciliation ${forecast.nextReconciliation}`] : []),
  ];
}

const columnsOf = (forecast: Forecast) =>
  [
    { title: "Due date" },
    { title: "What", flexible: true },
    { title: "Amount", align: "right" },
    { title: isPooled(forecast) ? "Balance after" : "Unpaid so far", align: "right" },
    { title: isPooled(forecast) ? "Missing" : "To pay", align: "right" },
    { title: "Pay by" },
  ] as const;

function dueDateLines(forecast: Forecast, language: Language, out: Output): readonly string[] {
  if (forecast.dueDates.length === 0) {
    return [knownByStatement(forecast) ? "A statement says nothing of what is decided to come." : "Nothing is due within the horizon."];
  }
  const [header = "", ...rest] = table(
    columnsOf(forecast),
    forecast.dueDates.flatMap((entry) => rowsOf(entry, isPooled(forecast) ? entry.balanceAfter : entry.shortfall, language)),
  );
  return [heading(out, header), ...rest];
}

/** A line for every charge; the last decided one of a due date carries what it comes to, the last estimated one what that would come to. */
function rowsOf(entry: DueDate, after: Minor, language: Language): readonly (readonly string[])[] {
  const day = entry.overdue ? "overdue" : entry.dueDate;
  const conclusion = [figure(after), entry.missing > 0 ? figure(entry.missing) : "", entry.payments[0]?.payBy ?? ""];
  if (entry.charges.length === 0) return [[day, "below the reserve already today", "", ...conclusion]];
  const decided = entry.charges
    .filter((charge) => !charge.estimated)
    .map((charge) => [charge.underWay ? underWayText(language) : charge.text, figure(charge.amount)]);
  const estimated = entry.charges
    .filter((charge) => charge.estimated)
    .map((charge) => [`${ABOUT} ${charge.text}`, `${ABOUT} ${figure(charge.amount)}`]);
  const guess = entry.withEstimates ? [`${ABOUT} ${figure(entry.withEstimates.balanceAfter)}`] : [];
  const closing = (rows: readonly (readonly string[])[], end: readonly string[]) =>
    rows.map((row, index) => (index === rows.length - 1 ? [...row, ...end] : row));
  return [...closing(decided, conclusion), ...closing(estimated, guess)].map((row, index) => [index === 0 ? day : "", ...row]);
}

function payLines(forecast: Forecast, out: Output): readonly string[] {
  const payments = forecast.dueDates.flatMap((entry) => entry.payments);
  const lowest = `lowest balance ${figure(forecast.lowest.balance)} ${forecast.currency} on ${forecast.lowest.date}`;
  if (payments.length === 0 && knowsOfMore(forecast))
    return ["", out.style("yellow", "Nothing is missing by these figures, but there are claims that they leave out.")];
  if (payments.length === 0 && knownByStatement(forecast))
    return ["", out.style("yellow", "What is missing is not known: only what history makes likely is shown.")];
  if (payments.length === 0 && !isPooled(forecast)) return ["", out.style("green", "Nothing is unpaid.")];
  if (payments.length === 0)
    return ["", out.style("green", `Nothing is missing${forecast.withEstimates ? " for what is decided" : ""}: ${lowest}.`)];
  const rows = payments.map(({ amount, payBy, payTo }) => [
    payBy,
    formatAmount(amount, forecast.currency, "sv"),
    payTo.number === null ? "–" : `${payTo.scheme} ${printedNumber(payTo)}`,
    payTo.reference ? `${payTo.referenceType} ${payTo.reference}` : "no reference given",
    payTo.name,
  ]);
  const columns = [
    { title: "Pay by" },
    { title: "Amount", align: "right" },
    { title: "To" },
    { title: "Reference" },
    { title: "Payee", flexible: true },
  ] as const;
  const [header = "", ...rest] = table(columns, rows);
  const total = `In all ${figure(forecast.shortfall)} ${forecast.currency} is ${isPooled(forecast) ? `missing; ${lowest}` : "to be paid"}.`;
  return ["", heading(out, header), ...rest, "", out.style("red", total)];
}

function warningLines(forecast: Forecast, language: Language, out: Output): readonly string[] {
  if (forecast.warnings.length === 0) return [];
  const texts = forecast.warnings.flatMap((warning) => wrap(warningText(warning, forecast.currency, language), "  "));
  return ["", out.style("yellow", "Warnings"), ...texts];
}
