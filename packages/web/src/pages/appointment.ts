import {
  type Account,
  type AccountId,
  type Appointee,
  type Appointment,
  appointmentOf,
  appointmentText,
  dateIn,
  forClient,
  type Instant,
  NO_APPOINTEE,
  ombudLetter,
  ZONE_OF,
} from "@saldovakt/domain";
import type { AccountLine } from "@saldovakt/service";
import { html } from "hono/html";
import { OMBUD_TEXTS } from "../texts/ombud.ts";
import type { Markup } from "./layout.ts";
import { copyable } from "./pay.ts";
import type { View } from "./view.ts";

export interface AppointmentPart {
  readonly account: Account;
  readonly isRead: boolean;
  readonly appointee: Appointee | undefined;
  readonly now: Instant;
  /** Our page for the client; null where there is none. */
  readonly page: string | null;
  /** Whether Skatteverket is asked for links of single clients. */
  readonly makesLinks: boolean;
  /** Whoever may change the account sees whom to appoint, and the letter. */
  readonly mayChange: boolean;
}

/** Whose permission is missing and what the client does, where the account waits for it or has never been read. */
export function appointmentSection(part: AppointmentPart, view: View): Markup | "" {
  const { account, isRead, mayChange, appointee: everybodys = NO_APPOINTEE } = part;
  // A client's own link names whom it appoints.
  const appointee = mayChange ? forClient(everybodys, account, part.now) : everybodys;
  const stands = appointmentOf(account, isRead, appointee.organisation);
  // Before the first reading only an installation that knows its own number can tell another's account from its own.
  const mayNeedAsking = stands.state === "not-asked" && appointee.organisation !== null;
  if (stands.waitsFor === null && !mayNeedAsking) return "";
  const { headline, whose, facts, steps } = appointmentText(stands, appointee, view.language, { discreet: !mayChange });
  return html`<section class="part" aria-labelledby="permission"><h2 id="permission">${headline}</h2>
<div class="sheet padded permission">${whose === null ? "" : html`<p>${whose}</p>`}${facts.map((fact) => html`<p class="aside small">${fact}</p>`)}
${steps.length === 0 ? "" : clientPart(steps, appointee, view)}${mayChange && steps.length > 0 ? ownPart(part, stands, appointee, view) : ""}</div></section>`;
}

/** The heading of the client's steps, and these. */
const clientPart = (steps: readonly string[], appointee: Appointee, view: View): Markup =>
  html`<h3>${OMBUD_TEXTS[view.language].steps}</h3>${linkedSteps(steps, appointee, view)}`;

/** The steps. Where one ends in the address, the link stands in its place; or what else leads there. */
export function linkedSteps(steps: readonly string[], { link }: Appointee, { language }: View, instead?: Markup): Markup {
  const anchor = instead ?? html`<a href="${link.url}" rel="noopener noreferrer">${OMBUD_TEXTS[language].open}</a>`;
  const written = (step: string): Markup => (step.endsWith(link.url) ? html`${step.slice(0, -link.url.length)}${anchor}` : html`${step}`);
  return html`<ol class="steps">${steps.map((step) => html`<li>${written(step)}</li>`)}</ol>`;
}

/** The letter, and the button that writes down that it was sent. */
function ownPart({ account, page, makesLinks }: AppointmentPart, stands: Appointment, appointee: Appointee, view: View): Markup {
  const texts = OMBUD_TEXTS[view.language];
  const languages = view.language === "en" ? (["en", "sv"] as const) : (["sv", "en"] as const);
  const openedAt = account.appointing?.openedAt;
  const here = `/accounts/${account.id}/appointment`;
  return html`${
    page === null
      ? ""
      : html`<h3>${texts.page}</h3><p class="aside small">${texts.pageHint}</p><p>${copyable(page, texts.page.toLowerCase(), view)}</p>`
  }${openedAt === undefined ? "" : html`<p class="aside small">${texts.opened(view.fullDay(dateIn(openedAt, ZONE_OF.skatteverket)))}</p>`}${
    makesLinks && stands.owner !== "estate" && appointee.link.kind !== "client"
      ? html`<form action="${here}/link" method="post"><button type="submit" class="quiet">${texts.makeLink}</button></form>`
      : ""
  }${appointee.organisation === null ? html`<p class="hint">${texts.nobody}</p>` : ""}${languages.map((language) => {
    const { subject, body } = ombudLetter(stands, account, appointee, language, page);
    const label = `${texts.letter}, ${texts.letterIn[language]}`;
    return html`<details><summary>${label}</summary><div class="copy-pair whole"><textarea class="copy" readonly="" rows="14" aria-label="${label}" lang="${language}">
${subject}

${body}</textarea><button type="button" class="copy-button" hidden="hidden" aria-label="${view.texts.copy.what(label.toLowerCase())}" data-what="${label}" data-done="${view.texts.copy.done}">${view.texts.copy.button}</button></div></details>`;
  })}<form action="${here}" method="post"><button type="submit" class="quiet">${stands.asked ? texts.askAgain : texts.ask}</button></form>`;
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
  return html`<p class="hint waiting">${waiting(count)}. <a href="${only ? "/" : "/?waiting=1"}">${only ? showAll : showWaiting(count)}</a></p>`;
}
