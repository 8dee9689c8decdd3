import { createHash } from "node:crypto";
import { type Account, type Instant, isAccountId, type Refusal, toSaldovaktError, ZONE_OF } from "@saldovakt/domain";
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Gate, gateOf } from "../access/gate.ts";
import { linkCookies, setLanguageCookie } from "../access/page-cookies.ts";
import { fromOurPages } from "../access/same-origin.ts";
import type { Access } from "../access/session.ts";
import { mayRead, mayWriteAny, offered, type Viewer } from "../access/viewer.ts";
import { answeredFault, type WebEnv } from "../api/app.ts";
import { faultAnswer } from "../api/problem.ts";
import type { WebOptions, WebPorts } from "../ports.ts";
import { PAGES_CSS } from "../style/pages.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import { languageChosen, languageOf } from "./language.ts";
import { type Assets, type Frame, layout, type Markup } from "./layout.ts";
import { PAGE_ROUTES, type PageRoute, type PageRouteName } from "./routes.ts";
import { APP_JS } from "./script.ts";
import { type View, viewIn, withShownName } from "./view.ts";

/** Pages load our stylesheet, our script and our pictures, send forms to us, and do nothing else. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const fingerprint = (content: string): string => createHash("sha256").update(content).digest("hex").slice(0, 12);

const ASSETS: Assets = { stylesheet: `/style.css?v=${fingerprint(PAGES_CSS)}`, script: `/app.js?v=${fingerprint(APP_JS)}` };

type C = Context<WebEnv>;

export interface Shown {
  readonly title: string;
  readonly content: Markup;
  readonly status?: ContentfulStatusCode;
  readonly viewer?: Viewer | null;
  readonly current?: Frame["current"];
  /** Where the same page is found again; the overview for what stands nowhere. */
  readonly address?: string;
}

/** What a page is given. */
export interface Asked {
  readonly c: C;
  readonly view: View;
  readonly viewer: Viewer;
}

/** And one about an account. */
export interface AskedAccount extends Asked {
  readonly account: Account;
}

/** How pages are guarded and answered; made once for all of them. */
export interface Pages {
  readonly ports: WebPorts;
  readonly options: WebOptions;
  readonly access: Access;
  readonly gate: Gate;
  now(): Instant;
  view(c: C): View;
  show(c: C, shown: Shown): Response | Promise<Response>;
  notFound(c: C): Response | Promise<Response>;
  /** The same where no route is: whoever is signed in finds the way on. */
  noSuchPage(c: C): Promise<Response>;
  /** A link that opens nothing any more, and the way to sign in. */
  linkGone(c: C): Response | Promise<Response>;
  /** A page of a few words. */
  say(c: C, words: { readonly heading: string; readonly text: string }, status: ContentfulStatusCode): Response | Promise<Response>;
  /** For anybody. Faults become a page with their code; `?lang=` is remembered and taken out of the address. */
  anyone(answer: (c: C, view: View) => Promise<Response>): (c: C) => Promise<Response>;
  /** For whoever may do what the route does; others are shown the way in. A form must be one of ours. */
  known(route: PageRouteName, answer: (asked: Asked) => Promise<Response>): (c: C) => Promise<Response>;
  /** The same about the account in the path. One that is not theirs looks like one that is not there. */
  account(route: PageRouteName, answer: (asked: AskedAccount) => Promise<Response>): (c: C) => Promise<Response>;
}

/** The path and query asked for. */
export function addressOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

export function pagesOver(ports: WebPorts, options: WebOptions, access: Access): Pages {
  const view = (c: C): View =>
    viewIn(languageOf(c, c.get("usualLanguage") ?? options.language), ports.watch.clock.today(ZONE_OF.skatteverket));

  /** Who asked, as soon as it is known: pages that say what went wrong lead on as the others do. */
  const seen = new WeakMap<Request, Viewer>();

  const show: Pages["show"] = (
    c,
    { title, content, status = 200, viewer = seen.get(c.req.raw) ?? null, current = null, address = "/" },
  ) => {
    const frame = {
      view: view(c),
      title,
      version: options.version,
      assets: ASSETS,
      viewer,
      current,
      address,
      imports: viewer !== null && mayWriteAny(viewer),
      administers: viewer !== null && offered(viewer, "users.read"),
    };
    // Referrers stay with us; without any, browsers would not say where a form came from either.
    return c.html(layout(frame, content), status, { "content-security-policy": POLICY, "referrer-policy": "same-origin" });
  };

  const simple = (
    c: C,
    { heading, text }: { heading: string; text: string },
    status: ContentfulStatusCode,
    code = "",
    way = { href: "/", text: view(c).texts.allAccounts },
  ) =>
    show(c, {
      title: heading,
      status,
      content: html`<div class="masthead"><h1>${heading}</h1><p class="aside">${text}${code === "" ? "" : html` <code>${code}</code>`}</p>
<p><a href="${way.href}">${way.text}</a></p></div>`,
    });

  const notFound: Pages["notFound"] = (c) => simple(c, view(c).texts.notFound, 404);

  const noSuchPage: Pages["noSuchPage"] = async (c) => {
    const viewer = await access.viewer(c).catch(() => null);
    if (viewer !== null) seen.set(c.req.raw, viewer);
    return notFound(c);
  };

  const linkGone: Pages["linkGone"] = (c) => {
    const { link, signIn } = view(c).texts;
    return simple(c, link.gone, 410, "", { href: "/sign-in", text: signIn.submit });
  };

  const gate = gateOf(ports);

  const anyone: Pages["anyone"] = (answer) => async (c) => {
    try {
      const chosen = c.req.method === "GET" ? languageChosen(c) : null;
      if (chosen !== null) return inChosenLanguage(c, chosen);
      const given = await answer(c, view(c));
      if (given.status >= 400) await gate.failed(c, `HTTP_${given.status}`);
      return given;
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      await gate.failed(c, fault.code);
      const { status } = faultAnswer(c, fault);
      if (status >= 500) ports.onFault?.(answeredFault(c, fault, status));
      return simple(c, view(c).texts.fault, status as ContentfulStatusCode, fault.code);
    }
  };

  const isForm = (route: PageRouteName): boolean => PAGE_ROUTES[route].method === "POST";

  /** Why they may not, as a page. */
  function refusedPage(c: C, { code }: Refusal, viewer: Viewer): Response | Promise<Response> {
    const words = PEOPLE_TEXTS[view(c).language];
    if (viewer.kind === "open") return simple(c, words.open, 403);
    return simple(c, code === "ROLE_MISSING" ? words.refused : view(c).texts.refused.write, 403);
  }

  const known: Pages["known"] = (route, answer) =>
    anyone(async (c) => {
      const { action, changes, namesAccount }: PageRoute = PAGE_ROUTES[route];
      if (changes !== undefined && changes !== "as asked") gate.asks(c, changes);
      const viewer = await access.viewer(c);
      if (viewer === null) return toSignIn(c);
      seen.set(c.req.raw, viewer);
      if (isForm(route) && !fromOurPages(c)) return simple(c, view(c).texts.refused.elsewhere, 403);
      const refusal = await gate.refusal(c, viewer.principal, action, null);
      if (refusal) return refusedPage(c, refusal, viewer);
      if (changes !== "as asked" && !namesAccount) await gate.enter(c, viewer.principal, action, null);
      return answer({ c, view: view(c), viewer });
    });

  const account: Pages["account"] = (route, answer) =>
    anyone(async (c) => {
      const { action, changes }: PageRoute = PAGE_ROUTES[route];
      if (changes !== undefined && changes !== "as asked") gate.asks(c, changes);
      const id = c.req.param("id") ?? "";
      const viewer = await access.viewer(c, id);
      if (viewer === null) return linkCookies(c).length > 0 ? linkGone(c) : toSignIn(c);
      seen.set(c.req.raw, viewer);
      if (!isAccountId(id)) return notFound(c);
      const { principal } = viewer;
      const refusal = await gate.refusal(c, principal, action, id);
      // What is not theirs to read is told like what is not there, before anything is looked up.
      if (refusal && !mayRead(viewer, id)) return notFound(c);
      const listed = await ports.watch.records.account(id);
      if (!listed) {
        if (!refusal) await gate.missing(c, principal, action, id);
        return notFound(c);
      }
      // Whoever was sent here by an alert sees no other account's pages.
      if (viewer.kind === "link") c.set("usualLanguage", ports.watch.policyFor(listed.account).language);
      if (isForm(route) && !fromOurPages(c)) return simple(c, view(c).texts.refused.elsewhere, 403);
      if (refusal) return refusedPage(c, refusal, viewer);
      await gate.enter(c, principal, action, id);
      return answer({ c, view: view(c), viewer, account: withShownName(listed.account) });
    });

  return { ports, options, access, gate, now: ports.now, view, show, notFound, noSuchPage, linkGone, say: simple, anyone, known, account };
}

/** To the page of signing in, and from there back to where one wanted to go. */
function toSignIn(c: C): Response {
  const next = ["GET", "HEAD"].includes(c.req.method) ? addressOf(c) : "/";
  return c.redirect(next === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next })}`, 303);
}

function inChosenLanguage(c: C, language: string): Response {
  setLanguageCookie(c, language);
  const url = new URL(c.req.url);
  url.searchParams.delete("lang");
  const path = url.pathname + url.search;
  return c.redirect(path.startsWith("//") ? "/" : path, 303);
}
