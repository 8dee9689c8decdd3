import type { Forecast, ForecastCharge } from "@saldovakt/domain";
import { figure } from "../figures.ts";
import type { Output } from "../output.ts";
import { table, wrap } from "../table.ts";

/** Stands before whatever is a guess. */
export const ABOUT = "≈";

const COLUMNS = [
  { title: "Due date" },
  { title: "Estimate", flexible: true },
  { title: "Likely between", align: "right" },
  { title: "From" },
] as const;

const EVERY = { month: "monthly", quarter: "quarterly", year: "yearly" } as const;

const rangeOf = ({ low, high, amount }: ForecastCharge): string => `${figure(low ?? amount)} and ${figure(high ?? amount)}`;

function basisOf({ basis }: ForecastCharge): string {
  if (!basis) return "";
  const { every, months, seasonal } = basis;
  const what = `${months.length} ${EVERY[every]} since ${months[0]}`;
  return seasonal ? `${what}, and last year's season` : what;
}

/** What was estimated and from what, and what it would come to; nothing where nothing was. */
export function estimateLines(forecast: Forecast, out: Output): readonly string[] {
  const outlook = forecast.withEstimates;
  if (!outlook) return [];
  const rows = forecast.dueDates.flatMap(({ dueDate, charges }) =>
    charges.filter((charge) => charge.estimated).map((charge) => [dueDate, charge.text, rangeOf(charge), basisOf(charge)]),
  );
  const [header = "", ...rest] = table(COLUMNS, rows);
  const missing =
    outlook.shortfall === forecast.shortfall
      ? "With them nothing more would be missing"
      : `With them ${figure(outlook.shortfall)} ${forecast.currency} in all would be missing, the first of it to be paid by ${outlook.payBy}`;
  const said = `${ABOUT} marks what is estimated from history. Estimates count in no other figure and in no alert. ${missing}; lowest balance ${ABOUT} ${figure(outlook.lowest.balance)} ${forecast.currency} on ${outlook.lowest.date}.`;
  return ["", out.style("bold", header), ...rest, "", ...wrap(said, "").map((line) => out.style("yellow", line))];
}
