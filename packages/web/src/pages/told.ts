import type { Account, Alert, Episode, Instant, PlainDate } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

export interface ToldPart {
  readonly account: Account;
  /** Newest first. */
  readonly alerts: readonly Alert[];
  readonly episodes: readonly (Episode & { readonly acknowledgedAt?: Instant })[];
  readonly mayWrite: boolean;
}

/** Alerts that are said again and again until somebody acknowledges them. */
const REMINDED: readonly Alert["type"][] = ["shortfall.detected", "shortfall.changed", "shortfall.reminder", "due.reminder"];

const keyOf = (episode: Episode): string => (episode.dueDate === null ? episode.kind : `${episode.kind}:${episode.dueDate}`);

/** What has been told, the newest first; of a matter that is still open the latest can be acknowledged. */
export function toldSection({ account, alerts, episodes, mayWrite }: ToldPart, view: View): Markup {
  const { alerts: words, acknowledge } = view.texts;
  const open = new Map(episodes.filter((episode) => episode.state === "open").map((episode) => [keyOf(episode), episode]));
  const latest = new Set([...new Map(alerts.toReversed().map((alert) => [alert.episode, alert.id])).values()]);
  let offered = false;
  const line = (alert: Alert): Markup => {
    const facts = [
      alert.missing > 0 ? view.money(alert.missing, alert.currency) : "",
      alert.dueDate === null ? "" : dueText(alert, alert.dueDate, view),
    ].filter(Boolean);
    const text = [words.type[alert.type], ...facts].join(", ");
    const episode = latest.has(alert.id) && REMINDED.includes(alert.type) ? open.get(alert.episode) : undefined;
    offered ||= mayWrite && episode !== undefined && episode.acknowledgedAt === undefined;
    return html`<li><time datetime="${alert.at}">${view.moment(alert.at, account.source)}</time><span>${text}${episode ? acknowledged(account, alert, text, episode.acknowledgedAt, mayWrite, view) : ""}</span></li>`;
  };
  const lines = alerts.map(line);
  return html`<section class="part" aria-labelledby="told"><h2 id="told">${words.heading}</h2>
<div class="sheet">${alerts.length === 0 ? html`<p class="note">${words.none}</p>` : html`<ul class="told">${lines}</ul>`}${offered ? html`<p class="hint-line">${acknowledge.hint}</p>` : ""}</div></section>`;
}

/** What falls due then; of money that may be paid out it is the tax that does. */
function dueText({ type, today }: Alert, dueDate: PlainDate, view: View): string {
  const { wasDue, due, taxDue } = view.texts.alerts;
  return (type === "payout.risk" ? taxDue : dueDate < today ? wasDue : due)(view.fullDay(dueDate));
}

function acknowledged(account: Account, alert: Alert, text: string, at: Instant | undefined, mayWrite: boolean, view: View): Markup | "" {
  const { acknowledge } = view.texts;
  if (at !== undefined) return html`<small>${acknowledge.on(view.moment(at, account.source))}</small>`;
  if (!mayWrite) return "";
  return html`<form action="/accounts/${account.id}/alerts/${encodeURIComponent(alert.id)}/acknowledge" method="post"><button type="submit" class="quiet" aria-label="${acknowledge.what(text)}">${acknowledge.button}</button></form>`;
}
