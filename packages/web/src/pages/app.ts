import { createHash } from "node:crypto";
import { isAccountId, toSaldovaktError, ZONE_OF } from "@saldovakt/domain";
import { lastForecast, listAccounts } from "@saldovakt/service";
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { answeredFault, methodNotAllowed, routeUnknown, type WebApp, type WebEnv } from "../api/app.ts";
import { faultAnswer } from "../api/problem.ts";
import { withoutIds } from "../api/route.ts";
import type { WebOptions, WebPorts } from "../ports.ts";
import { PAGES_CSS } from "../style/pages.ts";
import { accountPage } from "./account.ts";
import { ICON_SVG, layout, type Markup } from "./layout.ts";
import { overview } from "./overview.ts";
import { viewIn } from "./view.ts";

/** Pages load our stylesheet and our icon, send forms to us, and do nothing else. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const STYLESHEET = `/style.css?v=${createHash("sha256").update(PAGES_CSS).digest("hex").slice(0, 12)}`;

const ALERTS_SHOWN = 20;
const LONGEST_FILTER = 100;

/** So many digits in a row, however they are grouped, may be somebody's number. */
const isNumber = (text: string): boolean => /\d{9}/.test(text.replace(/[\s+.-]/g, ""));

/** Adds the pages to the API. They ask for no key: whoever reaches them reads everything, so they are for loopback only. */
export function addPages(app: WebApp, ports: WebPorts, options: WebOptions): void {
  const view = viewIn(options.language);
  const { watch } = ports;

  const page = (c: Context, title: string, content: Markup, status: ContentfulStatusCode = 200, current: "accounts" | null = null) =>
    c.html(layout({ view, title, version: options.version, stylesheet: STYLESHEET, current }, content), status, {
      "content-security-policy": POLICY,
    });

  const kept = (c: Context, body: string, type: string) =>
    c.body(body, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" });

  const simplePage = (c: Context, words: { readonly heading: string; readonly text: string }, code: string, status: ContentfulStatusCode) =>
    page(
      c,
      words.heading,
      html`<div class="masthead"><h1>${words.heading}</h1><p class="aside">${words.text}${code === "" ? "" : html` <code>${code}</code>`}</p>
<p><a href="/">${view.texts.allAccounts}</a></p></div>`,
      status,
    );

  const notFound = (c: Context) => simplePage(c, view.texts.notFound, "", 404);

  /** Tells people of a fault as a page, with its code and nothing else of it. */
  const orFaultPage =
    (answer: (c: Context<WebEnv>) => Promise<Response>) =>
    async (c: Context<WebEnv>): Promise<Response> => {
      try {
        return await answer(c);
      } catch (thrown) {
        const fault = toSaldovaktError(thrown);
        const { status } = faultAnswer(fault, withoutIds(c.req.path));
        if (status >= 500) ports.onFault?.(answeredFault(c, fault, status));
        return simplePage(c, view.texts.fault, fault.code, status as ContentfulStatusCode);
      }
    };

  app.get(
    "/",
    orFaultPage(async (c) => {
      const filter = (c.req.query("q") ?? "").trim().slice(0, LONGEST_FILTER);
      // A number shall stay neither in the address nor in the browser's history.
      if (isNumber(filter)) return c.redirect("/?by=name", 303);
      const asked = c.req.query("page") ?? "";
      const content = overview(
        {
          lines: await listAccounts(watch.accounts, () => true),
          filter,
          page: /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1,
          refused: c.req.query("by") === "name",
          today: (source) => watch.clock.today(ZONE_OF[source]),
        },
        view,
      );
      return page(c, view.texts.accounts, content, 200, "accounts");
    }),
  );

  app.get(
    "/accounts/:id",
    orFaultPage(async (c) => {
      const id = c.req.param("id") ?? "";
      const account = isAccountId(id) ? (await watch.records.account(id))?.account : undefined;
      if (!account) return notFound(c);
      const [last, alerts] = await Promise.all([lastForecast(account, watch), ports.alerts.alerts(account.id, ALERTS_SHOWN)]);
      return page(c, account.name, accountPage({ account, last, alerts, horizonDays: watch.policyFor(account).horizonDays }, view));
    }),
  );

  app.get("/style.css", (c) => kept(c, PAGES_CSS, "text/css; charset=utf-8"));
  app.get("/icon.svg", (c) => kept(c, ICON_SVG, "image/svg+xml"));
  for (const path of ["/", "/accounts/:id", "/style.css", "/icon.svg"]) app.all(path, methodNotAllowed);

  app.notFound((c) => (!c.req.path.startsWith("/v1/") && c.req.header("accept")?.includes("text/html") ? notFound(c) : routeUnknown(c)));
}
