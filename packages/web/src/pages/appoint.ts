import {
  type Account,
  type Appointee,
  type Appointment,
  appointmentText,
  forClient,
  type Instant,
  oneLine,
  organisationText,
} from "@saldovakt/domain";
import { qrSvg } from "@saldovakt/files";
import { appointment, appointPageOpened, linkKey, verifyAppointLink } from "@saldovakt/service";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import type { WebApp } from "../api/app.ts";
import { APPOINT_TEXTS } from "../texts/appoint.ts";
import { linkedSteps } from "./appointment.ts";
import type { Markup } from "./layout.ts";
import { copyable } from "./pay.ts";
import type { Pages } from "./respond.ts";
import { PAGE_ROUTES } from "./routes.ts";
import { type View, withShownName } from "./view.ts";

/** As the e-service names it, in every language. */
const ROLE = "Juridiskt läsombud";

interface AppointPage {
  readonly account: Account;
  readonly stands: Appointment;
  readonly appointee: Appointee;
  readonly organisation: string;
  readonly expiresAt: Instant;
}

const isSkatteverkets = (url: string): boolean => /(^|\.)skatteverket\.se$/.test(new URL(url).hostname);

/** Who asks, for what, and the way on. Nothing of the account: no figure, and no number of its owner's. */
function appointPage({ account, stands, appointee, organisation, expiresAt }: AppointPage, view: View): Markup {
  const texts = APPOINT_TEXTS[view.language];
  const number = organisationText(organisation);
  const firm = appointee.name === null ? number : oneLine(appointee.name);
  const { steps } = appointmentText(stands, appointee, view.language);
  const { url } = appointee.link;
  const { online, paper } = texts.open;
  const way = html`<span class="onward"><a class="main" href="${url}" rel="noopener noreferrer">${stands.owner === "estate" ? paper : online}</a></span>`;
  const code = qrSvg(url, { title: texts.qrAlt, description: ROLE, id: "way" });
  return html`<div class="appoint"><div class="masthead"><h1>${texts.heading(firm)}</h1><p class="aside">${texts.lead(firm, account.name)}</p><p class="aside">${texts.noSignIn}</p></div>
<section class="part" aria-labelledby="whom"><h2 id="whom">${texts.whom}</h2><div class="sheet padded"><dl class="pairs">
<div><dt>${texts.role}</dt><dd>${copyable(ROLE, texts.role.toLowerCase(), view)}</dd></div>
<div><dt>${texts.number}</dt><dd>${copyable(number, texts.number.toLowerCase(), view)}</dd></div>
${appointee.name === null ? "" : html`<div><dt>${texts.name}</dt><dd>${firm}</dd></div>`}</dl></div></section>
<section class="part" aria-labelledby="steps"><h2 id="steps">${texts.steps}</h2><div class="sheet padded way"><div>${linkedSteps(steps, appointee, view, way)}</div>
<figure class="on-phone">${raw(code)}<figcaption class="small aside">${texts.qr}</figcaption></figure></div></section>
<section class="part" aria-labelledby="gives"><h2 id="gives">${texts.gives}</h2><div class="sheet padded"><ul class="dots"><li>${texts.reads(account.name)}</li><li>${texts.onlyAccount(firm)}</li><li>${texts.changesNothing}</li><li>${texts.endsWhen}</li></ul></div></section>
<section class="part" aria-labelledby="unexpected"><h2 id="unexpected">${texts.unexpected}</h2><p>${texts.ask(firm)}${isSkatteverkets(url) ? ` ${texts.leadsThere}` : ""}</p><p class="aside small">${texts.until(view.moment(expiresAt, "skatteverket"))}</p></section></div>`;
}

/** A browser that fetches what somebody may open next has opened nothing. */
const isFetchedAhead = (c: Context): boolean => /prefetch|preview/i.test(`${c.req.header("sec-purpose")} ${c.req.header("purpose")}`);

/**
 * Where the address leads that a firm sends its client. Anybody who has it sees the same, signed in or not, until it ends or the client has given the permission.
 * All it changes is a note of when it was first opened: not by HEAD, nor by somebody who is signed in here.
 */
export function addAppoint(app: WebApp, pages: Pages): void {
  const { ports, access } = pages;
  const { path } = PAGE_ROUTES.appoint;

  app.get(
    path,
    pages.anyone(async (c) => {
      const gone = () => pages.say(c, APPOINT_TEXTS[pages.view(c).language].gone, 410);
      const opened = verifyAppointLink(await linkKey(ports.facts, ports.random), c.req.param("token") ?? "", ports.now());
      const watched = opened && (await ports.watch.records.account(opened.account));
      const { appointee } = ports;
      if (!opened || !watched || !appointee?.organisation) return gone();
      const account = withShownName(watched.account);
      c.set("usualLanguage", ports.watch.policyFor(account).language);
      const view = pages.view(c);
      const texts = APPOINT_TEXTS[view.language];
      const stands = appointment(watched, appointee);
      if (stands.state === "granted") {
        const text = texts.given.text(appointee.name === null ? organisationText(appointee.organisation) : oneLine(appointee.name));
        return pages.say(c, { heading: texts.given.heading, text }, 200);
      }
      if (stands.waitsFor !== "client" && stands.state !== "not-asked") return gone();
      if (c.req.method === "GET" && !isFetchedAhead(c) && (await access.viewer(c)) === null) {
        await appointPageOpened(watched.account, { book: ports.book, now: ports.now });
      }
      const { organisation, name } = appointee;
      const content = appointPage(
        { account, stands, appointee: forClient(appointee, account, ports.now()), organisation, expiresAt: opened.expiresAt },
        view,
      );
      const title = texts.heading(name === null ? organisationText(organisation) : oneLine(name));
      return pages.show(c, { title, content, address: c.req.path });
    }),
  );
}
