import type { Alert } from "../alert.ts";
import type { DueDate, ForecastCharge } from "../forecast.ts";
import { type Minor, subtract, sum } from "../money.ts";
import type { Language } from "../policy.ts";
import type { Severity } from "../severity.ts";
import { figuresOf, LABELS, type LetterFigure } from "./figures.ts";
import { formatAmount, shortDay, writtenAmount } from "./format.ts";
import { oneLine } from "./plain.ts";
import { asksForMoney } from "./situation.ts";
import { underWayText } from "./warning.ts";
import type { Situation, Words } from "./words.ts";

export type { LetterFigure } from "./figures.ts";

/** One row of a due date, or the balance before and after it. */
export interface LetterRow {
  readonly text: string;
  readonly amount: string;
  readonly value: Minor;
  /** The word for an estimate, on rows that are none of the authority's. */
  readonly estimated?: string;
}

/** What a fact is, with its colon where it takes one, and the value. */
export type LetterFact = readonly [label: string, value: string];

export type LetterPart =
  /** `lines` belong together; `heading` is null where they speak for themselves. */
  | { readonly kind: "text"; readonly heading: string | null; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly heading: string; readonly items: readonly string[] }
  | {
      readonly kind: "payments";
      readonly heading: string;
      readonly payments: readonly (readonly LetterFact[])[];
      /** Of more payments than are shown. */
      readonly rest: string | null;
    }
  | {
      readonly kind: "charges";
      readonly heading: string;
      /** Null where every charge is paid by itself and there is no balance to speak of, and where it would be a sum of guesses. */
      readonly before: LetterRow | null;
      readonly rows: readonly LetterRow[];
      readonly rest: (LetterRow & { readonly sentence: string }) | null;
      readonly after: (LetterRow & { readonly sentence: string }) | null;
    };

/** An alert as a letter in parts, for channels that lay it out; `letterText` writes the same in plain text. Every text is of one line. */
export interface Letter {
  readonly language: Language;
  readonly severity: Severity;
  /** Of one line, at most 120 characters. */
  readonly subject: string;
  readonly headline: string;
  /** The account's figures that matter here, at most three; none in a discreet letter. */
  readonly figures: readonly LetterFigure[];
  readonly parts: readonly LetterPart[];
  /** Of when the figures are. */
  readonly asOf: string | null;
  /** Where to read on, in words; the address itself is `link`. */
  readonly readMore: string | null;
  readonly link: string | null;
}

/** Rows and payments shown, unless a channel has room for fewer, before the rest is summed up: a letter, not a statement of account. */
const SHOWN = 40;

type Body = Omit<Letter, "subject">;

const text = (lines: readonly string[], heading: string | null = null): LetterPart[] =>
  lines.some((line) => line !== "") ? [{ kind: "text", heading, lines: lines.filter((line) => line !== "") }] : [];

/** The whole letter: what, how to pay and why by then, the due date's rows, what follows, payments under way, and how old the data is. */
export function letterOf(
  words: Words,
  alert: Alert,
  situation: Situation,
  language: Language,
  name: string,
  page: string | null,
  shown = SHOWN,
): Body {
  const link = isOfAccount(alert) ? page : null;
  const consequences = asksForMoney(alert) ? words.consequences(situation) : [];
  const parts: LetterPart[] = asksForMoney(alert)
    ? [
        ...payments(words, alert, situation, language, shown),
        ...text([words.why(situation)]),
        ...text([words.inAll(situation)]),
        ...charges(words, alert, situation, language, shown),
        ...(consequences.length > 0 ? [{ kind: "list" as const, heading: words.consequencesHeading, items: consequences }] : []),
        ...text([words.underWay(situation)], words.underWayHeading),
      ]
    : [...text(words.advice(situation)), ...(alert.type === "due.reminder" ? charges(words, alert, situation, language, shown) : [])];
  return {
    language,
    severity: alert.severity,
    headline: `${name}: ${words.headline(situation, "long")}.`,
    figures: figuresOf(alert, situation, language),
    parts,
    asOf: speaksOfFigures(alert) ? words.asOf(situation) : null,
    readMore: link === null ? null : words.readMore(link),
    link,
  };
}

/** What is the installation's has no page of an account to open. */
const isOfAccount = ({ type }: Alert): boolean => type !== "certificate.expiring" && type !== "test";

/** Alerts about a reading that went wrong, or about nothing read at all, have no figures to date. */
const speaksOfFigures = ({ type }: Alert): boolean =>
  type !== "source.denied" && type !== "certificate.expiring" && type !== "source.stale" && type !== "sign-in.needed" && type !== "test";

/** The same without any figure, reference and name. */
export const discreetLetterOf = (words: Words, alert: Alert, situation: Situation, language: Language, page: string | null): Body => ({
  language,
  severity: alert.severity,
  headline: `Saldovakt: ${words.discreet(situation).sentence}`,
  figures: [],
  parts: text([words.discreetNote]),
  asOf: null,
  readMore: words.readMore(isOfAccount(alert) ? page : null),
  link: isOfAccount(alert) ? page : null,
});

function payments(words: Words, alert: Alert, situation: Situation, language: Language, shown: number): LetterPart[] {
  if (situation.payments.length === 0) return [];
  const rest = situation.payments.slice(shown).map((payment) => payment.value);
  return [
    {
      kind: "payments",
      heading: words.payHeading,
      payments: situation.payments
        .slice(0, shown)
        .map((payment) => words.paymentFacts(payment, situation).map(([label, value]): LetterFact => [label, oneLine(value)])),
      rest: rest.length === 0 ? null : words.more(rest.length, formatAmount(sum(rest), alert.currency, language)),
    },
  ];
}

const WAS_DUE: Readonly<Record<Language, string>> = { sv: "förföll", nb: "forfalt", en: "was due" };

/** What is overdue stands under today: its own day is said. */
const titleOf = (charge: ForecastCharge, language: Language): string =>
  charge.dueDate === undefined
    ? oneLine(charge.text)
    : `${oneLine(charge.text)}, ${WAS_DUE[language]} ${shortDay(charge.dueDate, language)}`;

function charges(words: Words, alert: Alert, situation: Situation, language: Language, shown: number): LetterPart[] {
  const { entry } = alert;
  if (!entry || entry.charges.length === 0) return [];
  const row = (title: string, value: Minor): LetterRow => ({ text: title, value, amount: writtenAmount(value, alert.currency, language) });
  const rowOf = (charge: ForecastCharge): LetterRow => ({
    ...row(charge.underWay ? underWayText(language) : titleOf(charge, language), charge.amount),
    ...(charge.estimated ? { estimated: words.estimated } : {}),
  });
  const rest = entry.charges.slice(shown).map((charge) => charge.amount);
  const restRow = rest.length === 0 ? null : row("", sum(rest));
  return [
    {
      kind: "charges",
      heading: words.chargesHeading(situation),
      rows: entry.charges.slice(0, shown).map(rowOf),
      rest: restRow && { ...restRow, ...withSentence(words.more(rest.length, restRow.amount)) },
      ...balances(words, entry, situation, row, language),
    },
  ];
}

const withSentence = (sentence: string) => ({ text: sentence, sentence });

function balances(
  words: Words,
  entry: DueDate,
  situation: Situation,
  row: (title: string, value: Minor) => LetterRow,
  language: Language,
): { before: LetterRow | null; after: (LetterRow & { readonly sentence: string }) | null } {
  // Where every charge is paid by itself there is no balance to speak of.
  if (situation.country === "NO") return { before: null, after: null };
  const after = row(LABELS[language].after, entry.balanceAfter);
  return {
    before: row(LABELS[language].before, subtract(entry.balanceAfter, entry.change)),
    after: { ...after, sentence: words.balanceAfter(after.amount) },
  };
}

const item = (line: string): string => `- ${line}`;

function partText(part: LetterPart): string {
  switch (part.kind) {
    case "text":
      return [...(part.heading === null ? [] : [part.heading]), ...part.lines].join("\n");
    case "list":
      return [part.heading, ...part.items.map(item)].join("\n");
    case "payments": {
      const lines = part.payments.flatMap((facts) =>
        facts.map((fact, index) => (index === 0 ? item(fact.join(" ")) : `  ${fact.join(" ")}`)),
      );
      return [part.heading, ...lines, ...(part.rest === null ? [] : [item(part.rest)])].join("\n");
    }
    case "charges": {
      const rows = part.rows.map((row) => item(`${row.text}: ${row.amount}${row.estimated === undefined ? "" : ` (${row.estimated})`}`));
      const rest = part.rest === null ? [] : [item(part.rest.sentence)];
      return [part.heading, ...rows, ...rest, ...(part.after === null ? [] : [part.after.sentence])].join("\n");
    }
  }
}

/** The letter in plain text. */
export const letterText = ({ headline, parts, asOf, readMore }: Body): string =>
  [headline, ...parts.map(partText), asOf ?? "", readMore ?? ""].filter((paragraph) => paragraph !== "").join("\n\n");
