import { type AuditRecord, type PlainDate, plainDate, SaldovaktError } from "@saldovakt/domain";
import { AUDIT_CSV_HEAD, type AuditPeriod, auditCsv, auditLines } from "@saldovakt/service";
import type { Context } from "hono";
import { html } from "hono/html";
import { periodOfDays } from "../api/answers/audit.ts";
import type { WebApp } from "../api/app.ts";
import { cursorIn, cursorOf, pageOf } from "../api/query.ts";
import { textStream } from "../api/text-stream.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import type { Markup } from "./layout.ts";
import type { Pages } from "./respond.ts";
import { PAGE_ROUTES } from "./routes.ts";
import type { View } from "./view.ts";

const AT_ONCE = 100;

interface AuditPage {
  readonly lines: readonly AuditRecord[];
  /** Names of users who stand, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly from: PlainDate | undefined;
  readonly to: PlainDate | undefined;
  readonly next: string | undefined;
}

/** Who did what. The log holds ids alone; names are looked up while there is somebody to name. */
function auditPage({ lines, names, accounts, from, to, next }: AuditPage, view: View): Markup {
  const { audit: words } = PEOPLE_TEXTS[view.language];
  const period = { ...(from && { from }), ...(to && { to }) };
  const who = ({ principal: { kind, id } }: AuditRecord): string =>
    kind === "user" ? (names.get(id) ?? `${words.kinds.user} (${words.gone})`) : `${words.kinds[kind]}${kind === "key" ? ` ${id}` : ""}`;
  const about = ({ account, about: other }: AuditRecord): Markup | string =>
    account !== undefined && accounts.has(account)
      ? html`<a href="/accounts/${account}">${accounts.get(account)}</a>`
      : (account ?? (other === undefined ? "" : (names.get(other) ?? other)));
  const what = ({ action, changes = [] }: AuditRecord): Markup =>
    html`<code>${action}</code>${changes.length === 0 ? "" : html` ${changes.map((each) => words.changes[each]).join(", ")}`}`;
  // Where the rows are stacked, each cell says what it is; one that is empty is left out there.
  const cell = (label: string, content: Markup | string): Markup =>
    html`<td role="cell"${content === "" ? html` class="void"` : ""} data-label="${label}">${content}</td>`;
  const row = (line: AuditRecord): Markup =>
    html`<tr role="row">${cell(words.at, html`<time datetime="${line.at}">${line.at.slice(0, 19).replace("T", " ")}</time>`)}${cell(words.who, who(line))}${cell(words.what, what(line))}${cell(words.about, about(line))}${cell(words.outcome, html`${words.outcomes[line.outcome]}${line.reason === undefined ? "" : html` <small>${line.reason}</small>`}`)}</tr>`;
  const day = (name: "from" | "to", label: string, value = ""): Markup =>
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="date" value="${value}"></div>`;
  return html`<div class="masthead"><h1>${words.heading}</h1><p class="aside">${words.lead}</p></div>
<form action="/audit" method="get" class="row-fields">${day("from", words.from, from)}${day("to", words.to, to)}<button type="submit" class="quiet">${words.submit}</button></form>
<p class="take-file"><a href="/audit.csv${Object.keys(period).length === 0 ? "" : `?${new URLSearchParams(period)}`}" download="">${words.file}</a></p>
<div class="sheet padded">${
    lines.length === 0
      ? html`<p>${words.none}</p>`
      : html`<div class="wide" tabindex="0" role="region" aria-label="${words.heading}"><table class="small-table log" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${words.at}</th><th role="columnheader" scope="col">${words.who}</th><th role="columnheader" scope="col">${words.what}</th><th role="columnheader" scope="col">${words.about}</th><th role="columnheader" scope="col">${words.outcome}</th></tr></thead><tbody role="rowgroup">${lines.map(row)}</tbody></table></div>`
  }</div>
${next === undefined ? "" : html`<nav class="leaf"><a href="/audit?${new URLSearchParams({ ...period, before: next })}" rel="next">${words.older} →</a></nav>`}`;
}

/** A day of the query, or none where it is no day. */
function dayOf(c: Context, name: string): PlainDate | undefined {
  try {
    return plainDate(c.req.query(name) ?? "");
  } catch {
    return undefined;
  }
}

/** The audit log, for owners. */
export function addAudit(app: WebApp, pages: Pages): void {
  const { ports } = pages;

  function periodOf(c: Context): Pick<AuditPage, "from" | "to"> & { readonly bounds: Pick<AuditPeriod, "from" | "to"> } {
    const [from, to] = [dayOf(c, "from"), dayOf(c, "to")];
    try {
      return { from, to, bounds: periodOfDays(from, to, ports.now()) };
    } catch (thrown) {
      if (!(thrown instanceof SaldovaktError) || thrown.scope !== "input") throw thrown;
      return { from: undefined, to: undefined, bounds: periodOfDays(undefined, undefined, ports.now()) };
    }
  }

  app.get(
    PAGE_ROUTES.audit.path,
    pages.known("audit", async ({ c, view, viewer }) => {
      const { from, to, bounds } = periodOf(c);
      // An address that was cut off begins anew.
      const before = cursorIn(c.req.query("before") ?? "");
      const found = await ports.log.audit({ ...bounds, limit: AT_ONCE + 1, ...(before ? { before } : {}) });
      const {
        page: lines,
        next: { next },
      } = pageOf(found, AT_ONCE, cursorOf);
      const names = new Map<string, string>([
        ...(await ports.people.users()).map(({ id, name }) => [id, name] as const),
        ...(await ports.people.groups()).map(({ id, name }) => [id, name] as const),
      ]);
      const ids = [...new Set(lines.flatMap(({ account }) => (account === undefined ? [] : [account])))];
      const known = await Promise.all(ids.map((id) => ports.watch.records.account(id)));
      const accounts = new Map(known.flatMap((listed) => (listed ? [[listed.account.id as string, listed.account.name] as const] : [])));
      const content = auditPage({ lines, names, accounts, from, to, next }, view);
      const { heading } = PEOPLE_TEXTS[view.language].audit;
      return pages.show(c, { title: heading, content, viewer, current: "audit", address: "/audit" });
    }),
  );

  app.get(
    PAGE_ROUTES.auditCsv.path,
    pages.known("auditCsv", async ({ c }) => {
      const body = await textStream(AUDIT_CSV_HEAD, auditLines(ports.log, periodOf(c).bounds), auditCsv);
      return c.body(body, 200, { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="audit.csv"' });
    }),
  );
}
