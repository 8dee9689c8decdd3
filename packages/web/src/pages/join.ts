import { epochMs, type Invitation, SaldovaktError } from "@saldovakt/domain";
import { acceptInvitation, openInvitation, readableName } from "@saldovakt/service";
import { html } from "hono/html";
import { attempts, callerOf } from "../access/attempts.ts";
import { field, readForm } from "../access/form.ts";
import { fromOurPages } from "../access/same-origin.ts";
import type { WebApp } from "../api/app.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import type { Markup } from "./layout.ts";
import type { Pages } from "./respond.ts";
import { PAGE_ROUTES } from "./routes.ts";
import type { View } from "./view.ts";

interface JoinPage {
  readonly invitation: Invitation;
  readonly action: string;
  readonly fault: string | null;
}

/** What one will see, before anything is accepted. Names no account: whoever has the link may be the wrong one. */
function joinPage({ invitation, action, fault }: JoinPage, view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const { join, roles, mayDo } = words;
  const { role, accounts, groups, purpose } = invitation;
  const again = purpose === "sign-in";
  const reach = role === "owner" || accounts === null ? words.all : words.reaches(accounts.length, groups.length);
  return html`<div class="gate"><h1>${again ? join.again : join.heading}</h1>
<form action="${action}" method="post" class="sheet fields">
${fault === null ? "" : html`<p class="wrong" id="fault" role="alert">${fault}</p>`}${
  again
    ? ""
    : html`<div class="terms"><h2>${join.terms}</h2><p><strong>${roles[role]}</strong> ${mayDo[role]}</p><p>${words.accounts}: ${reach}</p><p>${join.seen}</p><p>${join.kept}</p></div>
<div class="field"><label for="name">${join.name}</label><p class="aside small" id="name-hint">${join.nameHint}</p><input id="name" name="name" autocomplete="name" required="required" maxlength="200" aria-describedby="${fault === null ? "" : "fault "}name-hint"></div>`
}<button type="submit" class="main">${again ? join.submitAgain : join.submit}</button></form></div>`;
}

/**
 * Where an invitation's link leads. Looking at the page uses nothing up, since programs that check messages open every link in them; sending its form lets one
 * person in, once.
 */
export function addJoin(app: WebApp, pages: Pages): void {
  const { ports, access, options } = pages;
  const { path } = PAGE_ROUTES.join;
  const tried = attempts();

  app.get(
    path,
    pages.anyone(async (c, view) => {
      const words = PEOPLE_TEXTS[view.language];
      const invitation = options.pages === "open" ? null : await openInvitation(c.req.param("token") ?? "", ports);
      if (!invitation) return pages.say(c, options.pages === "open" ? words.open : words.join.gone, options.pages === "open" ? 403 : 410);
      const content = joinPage({ invitation, action: c.req.path, fault: null }, view);
      return pages.show(c, { title: words.join.heading, content, address: c.req.path });
    }),
  );

  app.post(
    path,
    pages.anyone(async (c, view) => {
      const words = PEOPLE_TEXTS[view.language];
      if (!fromOurPages(c)) return pages.say(c, view.texts.refused.elsewhere, 403);
      if (options.pages === "open") return pages.say(c, words.open, 403);
      const [caller, now] = [callerOf(c), epochMs(pages.now())];
      const wait = tried.wait(caller, now);
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        c.header("retry-after", String(seconds));
        return pages.say(c, { heading: words.join.gone.heading, text: view.texts.signIn.limited(seconds) }, 429);
      }
      const token = c.req.param("token") ?? "";
      const form = await readForm(c);
      const name = form ? field(form, "name") : "";
      const invitation = await openInvitation(token, ports);
      try {
        if (invitation) {
          // A name left out is put right and sent again: nothing was tried that belongs into the log.
          if (invitation.purpose === "join") readableName(name);
          await access.signInBy(c, invitation, () => acceptInvitation(token, name, ports));
          return c.redirect("/", 303);
        }
      } catch (thrown) {
        if (!(thrown instanceof SaldovaktError) || thrown.scope !== "input") throw thrown;
        if (invitation && thrown.code === "NAME_INVALID") {
          const content = joinPage({ invitation, action: c.req.path, fault: words.fault.NAME_ ?? "" }, view);
          return pages.show(c, { title: words.join.heading, content, address: c.req.path, status: 400 });
        }
      }
      tried.failed(caller, now);
      return pages.say(c, words.join.gone, 410);
    }),
  );
}
