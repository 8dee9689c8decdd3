import type { Alert } from "../alert.ts";
import type { DueDate, ForecastCharge } from "../forecast.ts";
import { type Minor, sum } from "../money.ts";
import type { Language } from "../policy.ts";
import { formatAmount } from "./format.ts";
import { oneLine } from "./plain.ts";
import { asksForMoney } from "./situation.ts";
import { underWayText } from "./warning.ts";
import type { Situation, Words } from "./words.ts";

/** Rows and payments shown before the rest is summed up: a letter, not a statement of account. */
const SHOWN = 40;

const item = (text: string): string => `- ${text}`;
const section = (heading: string, lines: readonly string[]): string => (lines.length === 0 ? "" : [heading, ...lines].join("\n"));

/** The whole letter: what, how to pay and why by then, the due date's rows, what follows, payments under way, and how old the data is. */
export function bodyOf(
  words: Words,
  alert: Alert,
  situation: Situation,
  language: Language,
  name: string,
  forecastUrl: string | null,
): string {
  const money: Money = (amount) => formatAmount(amount, alert.currency, language);
  const headline = `${name}: ${words.headline(situation, "long")}.`;
  const parts = asksForMoney(alert)
    ? [
        headline,
        section(words.payHeading, paymentLines(words, situation, money)),
        words.why(situation),
        words.inAll(situation),
        charges(words, alert.entry, situation, language, money),
        section(words.consequencesHeading, words.consequences(situation).map(item)),
        section(words.underWayHeading, [words.underWay(situation)]),
      ]
    : [
        headline,
        words.advice(situation).join("\n"),
        alert.type === "due.reminder" ? charges(words, alert.entry, situation, language, money) : "",
      ];
  const faultOfOurs = alert.type === "source.denied" || alert.type === "certificate.expiring" || alert.type === "source.stale";
  const ending = faultOfOurs ? "" : words.asOf(situation);
  return [...parts, ending, forecastUrl === null ? "" : words.readMore(forecastUrl)].filter((part) => part !== "").join("\n\n");
}

type Money = (amount: Minor) => string;

function paymentLines(words: Words, situation: Situation, money: Money): string[] {
  const lines = situation.payments.slice(0, SHOWN).flatMap((payment) => {
    const [first = "", ...others] = words.paymentLines(payment, situation).map(oneLine);
    return [item(first), ...others.map((line) => `  ${line}`)];
  });
  const rest = situation.payments.slice(SHOWN).map((payment) => payment.value);
  return [...lines, ...theRest(words, rest, money)];
}

const theRest = (words: Words, amounts: readonly Minor[], money: Money): string[] =>
  amounts.length === 0 ? [] : [item(words.more(amounts.length, money(sum(amounts))))];

function charges(words: Words, entry: DueDate | undefined, situation: Situation, language: Language, money: Money): string {
  if (!entry || entry.charges.length === 0) return "";
  const line = (charge: ForecastCharge): string => {
    const text = charge.underWay ? underWayText(language) : oneLine(charge.text);
    return item(`${text}: ${money(charge.amount)}${charge.estimated ? ` (${words.estimated})` : ""}`);
  };
  const rest = entry.charges.slice(SHOWN).map((charge) => charge.amount);
  const rows = [...entry.charges.slice(0, SHOWN).map(line), ...theRest(words, rest, money)];
  // Where every charge is paid by itself there is no balance to speak of.
  if (situation.country === "SE") rows.push(words.balanceAfter(money(entry.balanceAfter)));
  return section(words.chargesHeading(situation), rows);
}
