import type { AccountId } from "@saldovakt/domain";
import type { AccountLine } from "@saldovakt/service";
import { html } from "hono/html";
import { STATUS_TEXTS } from "../texts/status.ts";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

/** By what the list can be narrowed: the words of its first column, and whatever is to be paid. */
const STATUSES = ["critical", "warning", "unread", "later", "notice", "statement", "ok"] as const;
type Status = (typeof STATUSES)[number];
export type Shown = Status | "pay";

/** The accounts known by statements alone. */
export type Statements = ReadonlySet<AccountId>;

/** As the list calls it: what is to be paid, and not soon, is `later`. */
function statusOf({ id, severity, payBy }: AccountLine, statements: Statements): Status {
  if (severity === "notice" && payBy !== null) return "later";
  return statements.has(id) && payBy === null && severity !== "critical" ? "statement" : severity;
}

/** What was asked for; null for everything, and for what is none of ours. */
export const shownBy = (asked: string | undefined): Shown | null =>
  asked === "pay" ? asked : (STATUSES.find((status) => status === asked) ?? null);

export const isShown = (line: AccountLine, shown: Shown | null, statements: Statements): boolean =>
  shown === null || (shown === "pay" ? line.payBy !== null : statusOf(line, statements) === shown);

/** What narrows the list, as its address holds it. */
export interface Narrowed {
  readonly filter: string;
  readonly shown: Shown | null;
  readonly onlyWaiting: boolean;
  readonly group: string | null;
}

/** The list narrowed like that: the same address for the same list. */
export function listAddress({ filter, shown, onlyWaiting, group }: Narrowed, page?: number): string {
  const query = new URLSearchParams({
    ...(filter === "" ? {} : { q: filter }),
    ...(shown !== null && { show: shown }),
    ...(onlyWaiting && { waiting: "1" }),
    ...(group !== null && { group }),
    ...(page !== undefined && { page: String(page) }),
  });
  return query.size === 0 ? "/" : `/?${query}`;
}

/** Links to the accounts of each status that there is, with how many they are; nothing where all are of one. */
export function statusLinks(found: readonly AccountLine[], narrowed: Narrowed, statements: Statements, view: View): Markup | "" {
  const { label, all, pay } = STATUS_TEXTS[view.language];
  const { severity } = view.texts;
  const counted = STATUSES.map((status) => ({ status, count: found.filter((line) => statusOf(line, statements) === status).length }));
  const present = counted.filter(({ count, status }) => count > 0 || status === narrowed.shown);
  if (present.length < 2 && narrowed.shown === null) return "";
  const link = (shown: Shown | null, text: string): Markup =>
    html`<li><a href="${listAddress({ ...narrowed, shown })}"${shown === narrowed.shown ? html` aria-current="true"` : ""}>${text}</a></li>`;
  return html`<nav class="statuses" aria-label="${label}"><ul>${link(null, `${all} ${found.length}`)}${
    narrowed.shown === "pay" ? link("pay", `${pay} ${found.filter((line) => isShown(line, "pay", statements)).length}`) : ""
  }${present.map(({ status, count }) => link(status, `${severity[status]} ${count}`))}</ul></nav>`;
}
