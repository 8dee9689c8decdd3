import type { AccountId, Alert, Remembered, SourceName } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Alerts } from "../ports.ts";
import { REFUSAL_TEXTS } from "../texts/refusal.ts";
import type { Markup } from "./layout.ts";
import { AUTHORITY, type View } from "./view.ts";

/** The refusal under which an account is not read by now: what was told of it, with the fault's code. Null where the last reading was not refused. */
export async function refusalOf(id: AccountId, { episodes }: Remembered, alerts: Pick<Alerts, "alert">): Promise<Alert | null> {
  const open = episodes.find(({ kind, state }) => kind === "denied" && state === "open");
  // The episode has no due date, and alerts are numbered within it.
  const told = open && (await alerts.alert(id, `${open.kind}:${open.told}`));
  return told?.fault === undefined ? null : told;
}

const authorityOf = ({ currency }: Alert): SourceName => (currency === "NOK" ? "skatteetaten" : "skatteverket");

/** Why, in plain words, and what to do. */
export function refusalText(refusal: Alert, view: View): string {
  const { byCode, other } = REFUSAL_TEXTS[view.language];
  const code = refusal.fault ?? "";
  return (Object.hasOwn(byCode, code) ? byCode[code] : undefined) ?? other(AUTHORITY[authorityOf(refusal)]);
}

/** The same on the account's page, with since when and the code for whoever is asked for help. */
export function refusedSection(refusal: Alert, view: View): Markup {
  const { since } = REFUSAL_TEXTS[view.language];
  return html`<section class="verdict warning"><h2>${view.texts.alerts.type["source.denied"]}</h2>
<p>${refusalText(refusal, view)}</p><p class="aside small">${since(view.moment(refusal.at, authorityOf(refusal)))} <code>${refusal.fault}</code></p></section>`;
}

/** In the list, in the place of how pressing an account is that was never read. */
export const refusedPill = ({ language }: View): Markup => html`<span class="pill warning">${REFUSAL_TEXTS[language].pill}</span>`;
