import { epochMs } from "@saldovakt/domain";
import type { Context } from "hono";
import { html } from "hono/html";
import { attempts, callerOf } from "../access/attempts.ts";
import { field, readForm } from "../access/form.ts";
import { ownPath } from "../access/next.ts";
import { setLinkCookie } from "../access/page-cookies.ts";
import { fromOurPages } from "../access/same-origin.ts";
import type { WebApp } from "../api/app.ts";
import type { Markup } from "./layout.ts";
import type { Pages } from "./respond.ts";
import type { View } from "./view.ts";

interface SignInPage {
  readonly next: string;
  readonly fault: string | null;
  readonly note: string | null;
}

function signInPage({ next, fault, note }: SignInPage, { texts }: View): Markup {
  const { signIn } = texts;
  return html`<div class="gate"><h1>${signIn.heading}</h1><p class="aside">${signIn.lead}</p>
${note === null ? "" : html`<p class="hint" role="status">${note}</p>`}<form action="/sign-in" method="post" class="sheet fields">
${fault === null ? "" : html`<p class="wrong" id="fault" role="alert">${fault}</p>`}<div class="field"><label for="key">${signIn.key}</label><p class="aside small" id="key-hint">${signIn.keyHint}</p><input id="key" name="key" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required="required" maxlength="200" aria-describedby="${fault === null ? "" : "fault "}key-hint"${fault === null ? "" : html` aria-invalid="true"`}></div>
<input type="hidden" name="next" value="${next}"><button type="submit" class="main">${signIn.submit}</button>
</form></div>`;
}

/** Over plain HTTP beyond this machine browsers keep no cookie of ours, unless something in front of us speaks TLS with them. */
function isInsecure(c: Context): boolean {
  const { protocol, hostname } = new URL(c.req.url);
  return protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname) && c.req.header("x-forwarded-proto") !== "https";
}

/** Signing in and out, and links that let their holder in. */
export function addSignIn(app: WebApp, pages: Pages): void {
  const { access, options } = pages;
  const tried = attempts();

  const page = (c: Parameters<Pages["show"]>[0], view: View, shown: Partial<SignInPage>, status: 200 | 400 | 403 | 429 = 200) => {
    const note = shown.note ?? (isInsecure(c) ? view.texts.signIn.insecure : null);
    const next = shown.next ?? "/";
    return pages.show(c, {
      title: view.texts.signIn.heading,
      content: signInPage({ next, fault: shown.fault ?? null, note }, view),
      status,
      address: next === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next })}`,
    });
  };

  app.get(
    "/sign-in",
    pages.anyone(async (c, view) => {
      const next = ownPath(c.req.query("next"));
      const viewer = await access.viewer(c);
      if (viewer !== null) return c.redirect(next, 303);
      return page(c, view, { next, ...(c.req.query("out") === undefined ? {} : { note: view.texts.signIn.signedOut }) });
    }),
  );

  app.post(
    "/sign-in",
    pages.anyone(async (c, view) => {
      if (!fromOurPages(c)) return pages.say(c, view.texts.refused.elsewhere, 403);
      const form = await readForm(c);
      const next = ownPath(form ? field(form, "next") : undefined);
      if (options.pages === "open") return c.redirect(next, 303);
      const [caller, now] = [callerOf(c), epochMs(pages.now())];
      const wait = tried.wait(caller, now);
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        c.header("retry-after", String(seconds));
        return page(c, view, { next, fault: view.texts.signIn.limited(seconds) }, 429);
      }
      if (form && (await access.signIn(c, field(form, "key")))) return c.redirect(next, 303);
      tried.failed(caller, now);
      return page(c, view, { next, fault: view.texts.signIn.wrong }, 403);
    }),
  );

  app.post(
    "/sign-out",
    pages.anyone(async (c, view) => {
      if (!fromOurPages(c)) return pages.say(c, view.texts.refused.elsewhere, 403);
      await access.signOut(c);
      return c.redirect(options.pages === "open" ? "/" : "/sign-in?out=1", 303);
    }),
  );

  app.get(
    "/link/:token",
    pages.anyone(async (c) => {
      const opened = await access.link(c.req.param("token") ?? "");
      if (opened === null) return pages.linkGone(c);
      const seconds = Math.floor((epochMs(opened.expiresAt) - epochMs(pages.now())) / 1000);
      setLinkCookie(c, opened.account, c.req.param("token") ?? "", seconds);
      return c.redirect(`/accounts/${opened.account}`, 303);
    }),
  );
}
