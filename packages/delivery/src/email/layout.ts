import type { Letter, LetterFact, LetterPart } from "@saldovakt/domain";
import { chart } from "./chart.ts";
import { type Html, html, markup } from "./escape.ts";
import { colour, DARK_SHEET, FIGURES, FONT, SHEET, severityColour } from "./style.ts";
import { MAIL_WORDS, type MailWords } from "./words.ts";

const NOTHING = markup("");

/** The text with amounts that no line's end parts. */
const unbroken = (line: string): string =>
  line.replace(/(?<=\d) (?=\d{3}(?!\d)|kr\b|NOK\b|SEK\b)|(?<=\b(?:SEK|NOK)) (?=[-\u2212]?\d)/g, "\u00a0");

const SPACE = markup('<tr><td style="height:20px;line-height:20px;font-size:1px">&nbsp;</td></tr>\n');

const text = (name: "ink" | "muted", size: number, more = ""): Html =>
  html`class="${name}" style="margin:0;font:${size}px/${Math.round(size * 1.5)}px ${FONT};color:${colour(name)};${more}"`;

const block = (content: Html, above = 20): Html =>
  html`<tr><td class="pad" style="padding:${above}px 32px 0 32px">${content}</td></tr>
`;

const heading = (title: string): Html =>
  html`<h2 class="ink" style="margin:0 0 8px 0;font:bold 17px/24px ${FONT};color:${colour("ink")}">${unbroken(title)}</h2>`;

const paragraph = (line: string): Html => html`<p ${text("ink", 15, "padding:0 0 6px 0")}>${unbroken(line)}</p>`;

function figures(letter: Letter): Html {
  if (letter.figures.length === 0) return NOTHING;
  const width = Math.floor(100 / letter.figures.length);
  const cells = letter.figures.map(
    ({ label, value }) =>
      html`<td class="figure" width="${width}%" valign="top" style="width:${width}%;padding:0 12px 0 0"><p ${text("muted", 13)}>${label}</p><p class="ink" style="margin:0;font:bold 20px/28px ${FONT};color:${colour("ink")};white-space:nowrap">${value}</p></td>`,
  );
  return block(
    html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%"><tr>${cells}</tr></table>`,
  );
}

/** Without its colon: a label in a column of its own needs none. */
const label = (fact: LetterFact): string => fact[0].replace(/:$/, "");

/** A reference to be typed stands in figures of equal width. */
const isNumber = (value: string): boolean => /^\d+$/.test(value);

const payment = (facts: readonly LetterFact[]): Html => {
  const rows = facts.map(
    (fact) =>
      html`<tr><td valign="top" class="muted" style="padding:4px 14px 4px 0;font:14px/21px ${FONT};color:${colour("muted")}">${label(fact)}</td><td valign="top" class="ink" style="padding:4px 0;font:bold 15px/21px ${isNumber(fact[1]) ? FIGURES : FONT};color:${colour("ink")};word-break:break-word">${fact[1]}</td></tr>
`,
  );
  return html`<table role="presentation" class="box" bgcolor="${colour("box")}" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;background-color:${colour("box")};border-radius:6px;margin:0 0 10px 0"><tr><td style="padding:10px 16px"><table role="presentation" cellpadding="0" cellspacing="0" border="0">
${rows}</table></td></tr></table>
`;
};

function part(of: LetterPart, words: MailWords): Html {
  switch (of.kind) {
    case "text":
      return block(html`${of.heading === null ? NOTHING : heading(of.heading)}${of.lines.map(paragraph)}`);
    case "list": {
      const items = of.items.map((item) => html`<li style="margin:0 0 6px 0">${unbroken(item)}</li>`);
      return block(html`${heading(of.heading)}<ul ${text("ink", 15, "padding:0 0 0 20px")}>${items}</ul>`);
    }
    case "payments":
      return block(html`${heading(of.heading)}${of.payments.map(payment)}${of.rest === null ? NOTHING : paragraph(of.rest)}`);
    case "charges":
      return block(html`${heading(of.heading)}${chart(of, words.chart)}`);
  }
}

/** A cell that looks like a button: Outlook gives a link no padding of its own. */
const button = (url: string, title: string): Html =>
  block(
    html`<table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" bgcolor="${colour("accent")}" align="center" style="background-color:${colour("accent")};border-radius:6px;padding:13px 24px"><a class="on-accent" href="${url}" style="display:block;color:${colour("accentInk")};font:bold 16px/22px ${FONT};text-decoration:none;text-align:center">${title}</a></td></tr></table>`,
    24,
  );

function footer(words: MailWords, unsubscribeUrl: string | null): Html {
  const end =
    unsubscribeUrl === null
      ? html`${words.unsubscribeOtherwise}`
      : html`<a class="link" href="${unsubscribeUrl}" style="color:${colour("accent")}">${words.unsubscribe}</a>`;
  return html`<tr><td class="pad rule" style="padding:16px 32px 28px 32px;border-top:1px solid ${colour("line")}"><p ${text("muted", 13)}>${words.why} ${end}</p></td></tr>
`;
}

/** What mail programs show beside the subject. Filled up with spaces that are not seen, lest they go on with the letter's beginning. */
function preheader(letter: Letter): Html {
  const first = letter.parts.find((each) => each.kind === "text");
  const line =
    letter.figures.length > 0
      ? letter.figures.map(({ label: name, value }) => `${name} ${value}`).join(" · ")
      : first?.kind === "text"
        ? (first.lines[0] ?? "")
        : "";
  const filling = markup("&#847;&zwnj;&nbsp;".repeat(60));
  return html`<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:${colour("page")}">${line}${filling}</div>`;
}

/** The letter as an HTML document that stands alone: no image, no script, nothing from elsewhere. */
export function layout(letter: Letter, unsubscribeUrl: string | null): string {
  const words = MAIL_WORDS[letter.language];
  const shade = severityColour(letter.severity);
  return html`<!doctype html>
<html lang="${letter.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${letter.subject}</title>
<style>
${SHEET}
</style>
<style>
${DARK_SHEET}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${colour("page")}">
${preheader(letter)}
<table role="presentation" class="page" bgcolor="${colour("page")}" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;background-color:${colour("page")}"><tr><td align="center" class="outer" style="padding:24px 8px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" bgcolor="${colour("card")}" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background-color:${colour("card")};border:1px solid ${colour("line")};text-align:left">
<tr><td class="bar-${letter.severity}" bgcolor="${shade}" style="height:6px;line-height:6px;font-size:1px;background-color:${shade}">&nbsp;</td></tr>
${block(html`<p class="${letter.severity}" style="margin:0 0 6px 0;font:bold 13px/20px ${FONT};color:${shade}">Saldovakt · ${words.severity[letter.severity]}</p><h1 class="ink" style="margin:0;font:bold 21px/29px ${FONT};color:${colour("ink")};word-break:break-word">${unbroken(letter.headline)}</h1>`, 24)}${figures(letter)}${letter.parts.map((each) => part(each, words))}${letter.link === null ? NOTHING : button(letter.link, words.open)}${letter.asOf === null ? NOTHING : block(html`<p ${text("muted", 13)}>${letter.asOf}</p>`)}${SPACE}${footer(words, unsubscribeUrl)}</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`.markup;
}
