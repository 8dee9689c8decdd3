import type { LetterPart, LetterRow } from "@saldovakt/domain";
import { type Html, html, markup } from "./escape.ts";
import { colour, FONT } from "./style.ts";

type Charges = Extract<LetterPart, { readonly kind: "charges" }>;

/** The least part of the width that is still seen. */
const LEAST = 1;

/** Where zero stands, in percent from the left, and how many percent one unit takes. */
interface Scale {
  readonly zero: number;
  readonly perUnit: number;
}

/** The scale on which all these rows fit. */
export function scaleOf(rows: readonly LetterRow[]): Scale {
  const values = rows.map((row) => row.value as number);
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const span = highest - lowest;
  if (span === 0) return { zero: 0, perUnit: 0 };
  // Zero stands on a whole percent, away from the edges where there is something on both sides of it.
  const least = lowest < 0 && highest > 0 ? LEAST : 0;
  const zero = lowest === 0 ? 0 : Math.min(100 - least, Math.max(least, Math.round((-lowest / span) * 100)));
  const room = Math.min(
    ...[lowest < 0 ? zero / -lowest : Number.POSITIVE_INFINITY, highest > 0 ? (100 - zero) / highest : Number.POSITIVE_INFINITY],
  );
  return { zero, perUnit: room };
}

/** A bar as three cells of whole percents that add up to a hundred: what is left of it, the bar, what is right of it. */
export function barOf(value: number, { zero, perUnit }: Scale): readonly [number, number, number] {
  if (value === 0) return [100, 0, 0];
  const room = value < 0 ? zero : 100 - zero;
  const length = Math.min(room, Math.max(LEAST, Math.round(Math.abs(value) * perUnit)));
  return value < 0 ? [zero - length, length, 100 - zero] : [zero, length, 100 - zero - length];
}

const cell = (width: number, fill: Html): Html =>
  width === 0
    ? markup("")
    : html`<td width="${width}%"${fill} style="width:${width}%;height:12px;line-height:12px;font-size:1px">&nbsp;</td>`;

function bar(row: LetterRow, scale: Scale): Html {
  const [left, length, right] = barOf(row.value, scale);
  const name = row.value >= 0 ? "held" : row.estimated === undefined ? "owed" : "guess";
  const none = markup("");
  return html`<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;table-layout:fixed"><tr>${cell(left, none)}${cell(length, html` class="${name}" bgcolor="${colour(name)}"`)}${cell(right, none)}</tr></table>`;
}

const rowHtml = (row: LetterRow, scale: Scale, strong: boolean): Html => {
  const weight = strong ? "bold" : "normal";
  const note =
    row.estimated === undefined ? markup("") : html` <span class="muted" style="color:${colour("muted")}">(${row.estimated})</span>`;
  return html`<tr><th scope="row" align="left" class="ink" style="padding:10px 12px 2px 0;font:${weight} 15px/21px ${FONT};color:${colour("ink")};text-align:left">${row.text}${note}</th><td align="right" class="ink" style="padding:10px 0 2px 0;font:${weight} 15px/21px ${FONT};color:${colour("ink")};text-align:right;white-space:nowrap">${row.amount}</td></tr>
<tr><td colspan="2" class="box" bgcolor="${colour("box")}" style="padding:0;background-color:${colour("box")}">${bar(row, scale)}</td></tr>
`;
};

/**
 * A due date's rows with a bar to each, left of zero what is owed and right of it what there is: table cells with widths in percent and a background, which
 * every mail program shows. Screen readers read the rows and are spared the bars.
 */
export function chart(part: Charges, title: string): Html {
  const balances = [part.before, part.after].flatMap((row) => (row === null ? [] : [row]));
  const rest = part.rest === null ? [] : [part.rest];
  const scale = scaleOf([...balances, ...part.rows, ...rest]);
  const rows = [
    ...(part.before === null ? [] : [rowHtml(part.before, scale, false)]),
    ...[...part.rows, ...rest].map((row) => rowHtml(row, scale, false)),
    ...(part.after === null ? [] : [rowHtml(part.after, scale, true)]),
  ];
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0" aria-label="${title}" style="width:100%;border-collapse:collapse">
${rows}</table>`;
}
