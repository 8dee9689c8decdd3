import type { Letter, LetterPart } from "@saldovakt/domain";
import { MAIL_WORDS } from "../email/words.ts";

const COLOUR = { critical: "Attention", warning: "Warning", notice: "Accent", ok: "Good" } as const;

/**
 * Text for an Adaptive Card, which reads a little Markdown: whatever could begin a link, a stress, code, a heading or a list is escaped. `{{` would begin
 * a date function and `${` a binding.
 */
export const escapeTeams = (text: string): string =>
  text
    .replace(/[\\`*_[\]<]/g, (mark) => `\\${mark}`)
    .replace(/^(\s*\d*)([-+#>]|[.)])(?=\s|[-+#>]|$)/gm, "$1\\$2")
    .replaceAll("{{", "{\u200b{")
    .replaceAll("${", "$\u200b{");

interface Element {
  readonly type: string;
  readonly [field: string]: unknown;
}

const block = (text: string, more: object = {}): Element => ({ type: "TextBlock", text: escapeTeams(text), wrap: true, ...more });
const heading = (text: string): Element => block(text, { weight: "Bolder", spacing: "Medium" });

/** Titles of facts are shown as they are; their values read Markdown. */
const facts = (pairs: readonly (readonly [string, string])[], more: object = {}): Element => ({
  type: "FactSet",
  facts: pairs.map(([title, value]) => ({ title: escapeTeams(title.replace(/:$/, "")), value: escapeTeams(value) })),
  ...more,
});

function elements(part: LetterPart): Element[] {
  switch (part.kind) {
    case "text":
      return [...(part.heading === null ? [] : [heading(part.heading)]), ...part.lines.map((line) => block(line))];
    case "list":
      return [heading(part.heading), ...part.items.map((item) => block(`• ${item}`, { spacing: "Small" }))];
    case "payments":
      return [
        heading(part.heading),
        ...part.payments.map((payment, index) => facts(payment, { separator: index > 0 })),
        ...(part.rest === null ? [] : [block(part.rest)]),
      ];
    case "charges": {
      const rows = [...(part.before === null ? [] : [part.before]), ...part.rows, ...(part.after === null ? [] : [part.after])];
      const title = (row: (typeof rows)[number]): string => (row.estimated === undefined ? row.text : `${row.text} (${row.estimated})`);
      return [
        heading(part.heading),
        facts(rows.map((row) => [title(row), row.amount] as const)),
        ...(part.rest === null ? [] : [block(part.rest.sentence)]),
      ];
    }
  }
}

/**
 * The letter for a workflow of Microsoft Teams that posts what it gets ("When a Teams webhook request is received"): an Adaptive Card 1.4 in the envelope
 * such workflows read.
 */
export function teamsMessage(letter: Letter): object {
  const figures = letter.figures.length === 0 ? [] : [facts(letter.figures.map(({ label, value }) => [label, value] as const))];
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    lang: letter.language,
    fallbackText: escapeTeams(letter.subject),
    msteams: { width: "Full" },
    body: [
      block(letter.headline, { size: "Large", weight: "Bolder", color: COLOUR[letter.severity], style: "heading" }),
      ...figures,
      ...letter.parts.flatMap(elements),
      ...(letter.asOf === null ? [] : [block(letter.asOf, { isSubtle: true, size: "Small" })]),
    ],
    ...(letter.link === null ? {} : { actions: [{ type: "Action.OpenUrl", title: MAIL_WORDS[letter.language].open, url: letter.link }] }),
  };
  const content = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card };
  return { type: "message", attachments: [content] };
}
