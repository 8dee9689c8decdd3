import {
  type Account,
  type AccountId,
  type Alert,
  type AmountDocument,
  daysBetween,
  type Forecast,
  type Minor,
  type PlainDate,
  parseDecimal,
  type SourceName,
  sum,
} from "@saldovakt/domain";
import type { AccountLine } from "@saldovakt/service";
import { html } from "hono/html";
import { spark } from "../chart/spark.ts";
import { nextDueDate, overdueSince } from "../known.ts";
import { OVERDUE_TEXTS } from "../texts/overdue.ts";
import { STATUS_TEXTS } from "../texts/status.ts";
import { waitingLine } from "./appointment.ts";
import { type GroupFilter, groupField } from "./group-filter.ts";
import { type Markup, pill } from "./layout.ts";
import { reasonsOf } from "./reason.ts";
import { refusalText, refusedPill } from "./refused.ts";
import { isShown, listAddress, type Narrowed, type Shown, type Statements, statusLinks } from "./status-filter.ts";
import { AUTHORITY, type View } from "./view.ts";

export const PAGE_SIZE = 50;

export interface Overview {
  /** The most urgent first: all of them. */
  readonly lines: readonly AccountLine[];
  /** Part of a name. */
  readonly filter: string;
  /** The status asked for. */
  readonly by: Shown | null;
  readonly statements: Statements;
  /** What of it stands here; what lies beyond the last page means the last. */
  readonly leaf: Leaf;
  /** How many of them wait for their clients' permission, and whether only these are listed. */
  readonly waiting: number;
  readonly onlyWaiting: boolean;
  readonly group: GroupFilter;
  /** The filter held a number and was not used. */
  readonly refused: boolean;
  readonly today: (source: SourceName) => PlainDate;
  /** The forecasts of the accounts on this page, as far as they could be made: for the small curves. */
  readonly ahead: ReadonlyMap<AccountId, Ahead>;
  /** Of those on this page that were never read, why the authority refused. */
  readonly refusals: ReadonlyMap<AccountId, Alert>;
}

export interface Ahead {
  readonly account: Account;
  readonly forecast: Forecast;
  readonly horizonDays: number;
}

/** The accounts that stand on one page of the list, and which page that is. */
export function leafOf(all: readonly AccountLine[], filter: string, by: Shown | null, statements: Statements, asked: number): Leaf {
  const found = all.filter((line) => comparable(line.name).includes(comparable(filter)));
  const lines = found.filter((line) => isShown(line, by, statements));
  const last = Math.max(1, Math.ceil(lines.length / PAGE_SIZE));
  const page = Math.min(asked, last);
  return { found, lines, page, last, shown: lines.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE) };
}

export interface Leaf {
  /** Those that the filter lets through, of every status. */
  readonly found: readonly AccountLine[];
  /** Of these those of the status asked for. */
  readonly lines: readonly AccountLine[];
  readonly page: number;
  readonly last: number;
  readonly shown: readonly AccountLine[];
}

const comparable = (text: string): string => text.normalize("NFC").toLocaleLowerCase("sv");

/** Accounts by urgency, with what is missing and by when to pay. */
export function overview(asked: Overview, view: View): Markup {
  const { texts } = view;
  const { found, lines, page, last, shown } = asked.leaf;
  const narrowed = { filter: asked.filter, shown: asked.by, onlyWaiting: asked.onlyWaiting, group: asked.group.chosen?.id ?? null };
  const none = asked.lines.length === 0;
  return html`<div class="masthead"><h1>${texts.accounts}</h1><p class="aside">${texts.tagline}.</p></div>
${none ? "" : totals(found, { ...asked, narrowed }, view)}
<div class="bar">${none ? "" : filterForm(asked, view)}<p class="aside">${none ? "" : texts.found(lines.length, asked.lines.length)}</p></div>
${none ? "" : statusLinks(found, narrowed, asked.statements, view)}
${waitingLine(asked.waiting, asked.onlyWaiting, view)}
${asked.refused ? html`<p class="hint">${texts.filter.namesOnly}</p>` : ""}
${shown.length > 0 ? table(shown, asked, view) : html`<div class="sheet empty"><p>${none ? texts.noAccounts : texts.nothingFound}</p>${none ? html`<p class="aside">${texts.howToAdd}</p>` : ""}</div>`}
${last > 1 ? pager(page, last, narrowed, view) : ""}`;
}

function filterForm({ filter, by, onlyWaiting, group }: Overview, view: View): Markup {
  const { texts } = view;
  return html`<form class="filter" role="search" action="/" method="get">
<div><label for="q">${texts.filter.label}</label><input id="q" name="q" type="search" value="${filter}" maxlength="100" autocomplete="off" spellcheck="false">${onlyWaiting ? html`<input type="hidden" name="waiting" value="1">` : ""}${by === null ? "" : html`<input type="hidden" name="show" value="${by}">`}</div>${groupField(group, view)}
<button type="submit">${texts.filter.submit}</button>${filter === "" && group.chosen === null ? "" : html`<a href="/">${texts.filter.clear}</a>`}
</form>`;
}

/** Sums per currency: kronor and kroner are never added together. */
function totals(
  lines: readonly AccountLine[],
  { today, statements, narrowed }: Pick<Overview, "today" | "statements"> & { readonly narrowed: Narrowed },
  view: View,
): Markup {
  const { texts } = view;
  const currencies = [...new Set(lines.flatMap((line) => (line.balance ? [line.balance.currency] : [])))].sort().reverse();
  return html`<section class="totals" aria-label="${texts.totals.heading}">${currencies.map((currency) => {
    const own = lines.filter((line) => line.balance?.currency === currency);
    // What a statement says is of its own day: added to today's balances it would make a sum of nothing.
    const known = own.filter(({ id }) => !statements.has(id));
    const total = (name: "balance" | "shortfall", of = own): Minor => sum(of.map((line) => parseDecimal(line[name]?.amount ?? "0")));
    const missing = total("shortfall");
    const without = own.length - known.length;
    const toPay = own.filter((line) => line.payBy !== null);
    const first = toPay.map((line) => line.payBy as PlainDate).sort()[0];
    const source = own[0]?.source ?? "skatteverket";
    return html`<div>${currencies.length > 1 ? html`<h2>${AUTHORITY[source]}, ${currency}</h2>` : ""}<dl>
${hasBalance(source) ? html`<div><dt>${texts.totals.balance}</dt><dd>${known.length === 0 ? texts.none : view.money(total("balance", known), currency)}${without === 0 ? "" : html` <small>${STATUS_TEXTS[view.language].without(without)}</small>`}</dd></div>` : ""}
<div><dt>${texts.totals.missing}</dt><dd${missing > 0 ? html` class="lacking"` : ""}>${missing > 0 ? view.money(missing, currency) : texts.none}</dd></div>
<div><dt>${texts.totals.toPay}</dt><dd>${toPay.length === 0 ? texts.totals.accounts(0, own.length) : html`<a href="${listAddress({ ...narrowed, shown: "pay" })}">${texts.totals.accounts(toPay.length, own.length)}</a>`}</dd></div>
<div><dt>${texts.totals.first}</dt><dd>${first === undefined ? texts.none : html`${view.day(first)} <small>${texts.inDays(daysBetween(today(source), first))}</small>`}</dd></div>
</dl></div>`;
  })}</section>`;
}

/** The roles are told outright: browsers forget them when a narrow screen makes cards of the rows. */
function table(lines: readonly AccountLine[], { today, ahead, refusals }: Overview, view: View): Markup {
  const { column } = view.texts;
  return html`<div class="sheet"><table class="list" role="table">
<caption class="unseen">${view.texts.accounts}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${column.status}</th><th role="columnheader" scope="col">${column.account}</th><th role="columnheader" scope="col" class="curve">${column.ahead}</th><th role="columnheader" scope="col" class="number">${column.balance}</th><th role="columnheader" scope="col" class="number">${column.missing}</th><th role="columnheader" scope="col">${column.payBy}</th><th role="columnheader" scope="col">${column.nextDue}</th></tr></thead>
<tbody role="rowgroup">${lines.map((line) => row(line, today(line.source), { ahead: ahead.get(line.id), refusal: refusals.get(line.id) }, view))}</tbody>
</table></div>`;
}

interface Known {
  readonly ahead: Ahead | undefined;
  readonly refusal: Alert | undefined;
}

function row(line: AccountLine, today: PlainDate, { ahead, refusal }: Known, view: View): Markup {
  const { column, none, inDays } = view.texts;
  const when = (day: PlainDate | null): Markup | null =>
    day === null ? null : html`${view.day(day)} <small>${inDays(daysBetween(today, day))}</small>`;
  const due = (forecast: Forecast): Markup | null => {
    const since = overdueSince(forecast);
    if (since === null) return when(nextDueDate(forecast));
    return html`${view.day(since)} <small class="lacking">${OVERDUE_TEXTS[view.language].was(inDays(daysBetween(today, since)))}</small>`;
  };
  const cell = (kind: string, label: string, content: Markup | string | null): Markup =>
    html`<td role="cell" class="${kind}${content === null ? " void" : ""}" data-label="${label}">${content ?? none}</td>`;
  const missing = line.shortfall !== null && parseDecimal(line.shortfall.amount) > 0 ? line.shortfall : null;
  return html`
<tr role="row"><td role="cell">${refusal ? refusedPill(view) : pill(line.severity, line.payBy !== null, view, ahead?.account)}</td><th role="rowheader" scope="row"><a href="/accounts/${line.id}">${line.name}</a><small>${AUTHORITY[line.source]}</small>${refusal ? html`<small class="reason">${refusalText(refusal, view)}</small>` : ""}${ahead ? reasonsOf(ahead.forecast, view).map(({ text, grave }) => html`<small class="reason${grave ? " lacking" : ""}">${text}</small>`) : ""}</th><td role="cell" class="curve">${ahead && ahead.forecast.dueDates.length > 0 ? spark(ahead.forecast, ahead.horizonDays) : ""}</td>${cell(
    "number",
    column.balance,
    line.balance && hasBalance(line.source) ? printed(line.balance, view) : null,
  )}${cell(missing ? "number lacking" : "number", column.missing, missing && printed(missing, view))}${cell("day", column.payBy, when(line.payBy))}${cell("day", column.nextDue, ahead ? due(ahead.forecast) : when(line.nextDueDate))}</tr>`;
}

/** Claims that are paid one by one meet in no balance. */
const hasBalance = (source: SourceName): boolean => source === "skatteverket";

const printed = (amount: AmountDocument, view: View): string => view.money(parseDecimal(amount.amount), amount.currency);

function pager(page: number, last: number, narrowed: Narrowed, { texts }: View): Markup {
  const address = (to: number): string => listAddress(narrowed, to);
  return html`<nav class="leaf" aria-label="${texts.pages.label}">${page > 1 ? html`<a href="${address(page - 1)}" rel="prev">← ${texts.pages.previous}</a>` : html`<span class="gone"></span>`}
<span class="aside">${texts.pages.position(page, last)}</span>
${page < last ? html`<a href="${address(page + 1)}" rel="next">${texts.pages.next} →</a>` : html`<span class="gone"></span>`}</nav>`;
}
