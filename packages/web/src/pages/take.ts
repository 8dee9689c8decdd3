import type { Account } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import { copyable } from "./pay.ts";
import type { View } from "./view.ts";

export interface TakePart {
  readonly account: Account;
  /** Whether a calendar's address may be made. */
  readonly mayMakeCalendar: boolean;
}

/** The account as files for other programs. */
export function takeSection({ account, mayMakeCalendar }: TakePart, view: View): Markup {
  const { files, calendar } = view.texts;
  return html`<section class="part files" aria-labelledby="take"><h2 id="take">${files.heading}</h2>
<div class="sheet take"><div><h3>${files.csv}</h3><p class="aside small">${files.csvNote}</p><p><a href="/accounts/${account.id}/forecast.csv" download="">${files.csv}</a></p></div>${
    mayMakeCalendar
      ? html`<div><h3>${calendar.heading}</h3><p class="aside small">${calendar.note}</p><form action="/accounts/${account.id}/calendar" method="post"><button type="submit" class="quiet">${calendar.make}</button></form></div>`
      : ""
  }</div></section>`;
}

/** A calendar's new address, shown this once. `address` is absolute. */
export function calendarPage(account: Account, address: string, view: View): Markup {
  const { calendar } = view.texts;
  return html`<p class="crumb"><a href="/accounts/${account.id}">← ${calendar.back}</a></p>
<div class="title"><h1>${calendar.made}</h1><p class="aside">${account.name}</p></div>
<div class="sheet padded"><p>${calendar.once}</p><dl class="single"><dt>${calendar.address}</dt><dd>${copyable(address, calendar.address.toLowerCase(), view)}</dd></dl><p><a href="${address.replace(/^https?:/, "webcal:")}">${calendar.subscribe}</a></p></div>`;
}
