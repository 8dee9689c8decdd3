import {
  type Account,
  type AccountId,
  type Appointee,
  type Appointment,
  appointmentOf,
  appointmentText,
  NO_APPOINTEE,
  ombudLetter,
} from "@saldovakt/domain";
import type { AccountLine } from "@saldovakt/service";
import { html } from "hono/html";
import { OMBUD_TEXTS } from "../texts/ombud.ts";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

export interface AppointmentPart {
  readonly account: Account;
  readonly isRead: boolean;
  readonly appointee: Appointee | undefined;
  /** Whoever may change the account sees whom to appoint, and the letter. */
  readonly mayChange: boolean;
}

/** Whose permission is missing and what the client does, where the account waits for it or has never been read. */
export function appointmentSection({ account, isRead, appointee = NO_APPOINTEE, mayChange }: AppointmentPart, view: View): Markup | "" {
  const stands = appointmentOf(account, isRead, appointee.organisation);
  // Before the first reading only an installation that knows its own number can tell another's account from its own.
  const mayNeedAsking = stands.state === "not-asked" && appointee.organisation !== null;
  if (stands.waitsFor === null && !mayNeedAsking) return "";
  const { headline, whose, facts, steps } = appointmentText(stands, appointee, view.language, { discreet: !mayChange });
  return html`<section class="part" aria-labelledby="permission"><h2 id="permission">${headline}</h2>
<div class="sheet padded permission">${whose === null ? "" : html`<p>${whose}</p>`}${facts.map((fact) => html`<p class="aside small">${fact}</p>`)}
${steps.length === 0 ? "" : clientPart(steps, appointee, view)}${mayChange && steps.length > 0 ? ownPart(account, stands, appointee, view) : ""}</div></section>`;
}

/** Where a step ends in the address, the link stands in its place. */
function clientPart(steps: readonly string[], { link }: Appointee, { language }: View): Markup {
  const texts = OMBUD_TEXTS[language];
  const anchor = html`<a href="${link.url}" rel="noopener noreferrer">${texts.open}</a>`;
  const written = (step: string): Markup => (step.endsWith(link.url) ? html`${step.slice(0, -link.url.length)}${anchor}` : html`${step}`);
  return html`<h3>${texts.steps}</h3><ol class="steps">${steps.map((step) => html`<li>${written(step)}</li>`)}</ol>`;
}

/** The letter, and the button that writes down that it was sent. */
function ownPart(account: Account, stands: Appointment, appointee: Appointee, view: View): Markup {
  const texts = OMBUD_TEXTS[view.language];
  const languages = view.language === "en" ? (["en", "sv"] as const) : (["sv", "en"] as const);
  return html`${appointee.organisation === null ? html`<p class="hint">${texts.nobody}</p>` : ""}${languages.map((language) => {
    const { subject, body } = ombudLetter(stands, account, appointee, language);
    const label = `${texts.letter}, ${texts.letterIn[language]}`;
    return html`<details><summary>${label}</summary><div class="copy-pair whole"><textarea class="copy" readonly="" rows="14" aria-label="${label}" lang="${language}">
${subject}

${body}</textarea><button type="button" class="copy-button" hidden="hidden" aria-label="${view.texts.copy.what(label.toLowerCase())}" data-done="${view.texts.copy.done}">${view.texts.copy.button}</button></div></details>`;
  })}<form action="/accounts/${account.id}/appointment" method="post"><button type="submit" class="quiet">${stands.asked ? texts.askAgain : texts.ask}</button></form>`;
}

/** The accounts that wait for their clients' permission. */
export function waitingAccounts(
  lines: readonly AccountLine[],
  accounts: ReadonlyMap<AccountId, Account>,
  { organisation }: Appointee = NO_APPOINTEE,
): ReadonlySet<AccountId> {
  const waits = ({ id, severity }: AccountLine): boolean => {
    const account = accounts.get(id);
    return account !== undefined && appointmentOf(account, severity !== "unread", organisation).waitsFor === "client";
  };
  return new Set(lines.filter(waits).map(({ id }) => id));
}

/** How many wait, and the way to them and back; nothing where none does. */
export function waitingLine(count: number, only: boolean, view: View): Markup | "" {
  if (count === 0) return "";
  const { waiting, showWaiting, showAll } = OMBUD_TEXTS[view.language];
  return html`<p class="hint waiting">${waiting(count)}. <a href="${only ? "/" : "/?waiting=1"}">${only ? showAll : showWaiting}</a></p>`;
}
