import { type Account, type AccountId, type Alert, type SourceName, ZONE_OF } from "@saldovakt/domain";
import { type AccountLine, type AccountList, lastForecast, listAccounts } from "@saldovakt/service";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { accessTo } from "../access/session.ts";
import { addUnsubscribe } from "../access/unsubscribe.ts";
import { mayRead } from "../access/viewer.ts";
import { answerThrown, otherMethod, routeUnknown, type WebApp } from "../api/app.ts";
import { allowedOn } from "../api/route.ts";
import type { WebOptions, WebPorts } from "../ports.ts";
import { PAGES_CSS } from "../style/pages.ts";
import { addAccount } from "./account-routes.ts";
import { addAppoint } from "./appoint.ts";
import { waitingAccounts } from "./appointment.ts";
import { addAudit } from "./audit.ts";
import { addChanges } from "./changes.ts";
import { addConnect } from "./connect.ts";
import { groupFilter } from "./group-filter.ts";
import { addImport } from "./import.ts";
import { addJoin } from "./join.ts";
import { ICON_SVG } from "./layout.ts";
import { type Ahead, leafOf, overview } from "./overview.ts";
import { addPeople } from "./people-routes.ts";
import { refusalOf } from "./refused.ts";
import { addressOf, pagesOver } from "./respond.ts";
import { PAGE_ROUTES } from "./routes.ts";
import { APP_JS } from "./script.ts";
import { addSignIn } from "./signin.ts";
import { shownBy } from "./status-filter.ts";
import { tooLarge, wantsPage } from "./turned-away.ts";
import { withShownName } from "./view.ts";

const LONGEST_FILTER = 100;

/** So many digits in a row, however they are grouped, may be somebody's number. */
const isNumber = (text: string): boolean => /\d{9}/.test(text.replace(/[\s+.-]/g, ""));

/** The list, and the accounts that went by when it was read: so that none of them is looked up again. */
function noted(all: AccountList): { readonly accounts: ReadonlyMap<AccountId, Account>; readonly list: AccountList } {
  const accounts = new Map<AccountId, Account>();
  const list: AccountList = {
    async *accounts() {
      for await (const watched of all.accounts()) {
        accounts.set(watched.account.id, watched.account);
        yield watched;
      }
    },
  };
  return { accounts, list };
}

/** Adds the pages to the API: open to whoever reaches them, or to those who sign in, as `options.pages` says. */
export function addPages(app: WebApp, ports: WebPorts, options: WebOptions): void {
  const { watch } = ports;
  const pages = pagesOver(ports, options, accessTo(ports, options));

  app.get(
    "/",
    pages.known("overview", async ({ c, view, viewer }) => {
      const filter = (c.req.query("q") ?? "").trim().slice(0, LONGEST_FILTER);
      // A number shall stay neither in the address nor in the browser's history.
      if (isNumber(filter)) return c.redirect("/?by=name", 303);
      const asked = c.req.query("page") ?? "";
      const { accounts, list } = noted(watch.accounts);
      const lines = (await listAccounts(list, (id) => mayRead(viewer, id), watch)).map(withShownName);
      const waiting = waitingAccounts(lines, accounts, ports.appointee);
      const onlyWaiting = waiting.size > 0 && c.req.query("waiting") === "1";
      const group = await groupFilter(viewer, c.req.query("group"), ports);
      const within = group.chosen && new Set<string>(group.chosen.accounts);
      const listed = lines.filter(({ id }) => (!onlyWaiting || waiting.has(id)) && (!within || within.has(id)));
      const by = shownBy(c.req.query("show"));
      const statements = new Set([...accounts.values()].filter(({ reading }) => reading === "statement").map(({ id }) => id));
      const leaf = leafOf(listed, filter, by, statements, /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1);
      const today = (source: SourceName) => watch.clock.today(ZONE_OF[source]);
      const refused = c.req.query("by") === "name";
      const [ahead, refusals] = await Promise.all([aheadOf(leaf.shown, accounts), refusalsOf(leaf.shown)]);
      const content = overview(
        { lines, leaf, by, statements, group, waiting: waiting.size, onlyWaiting, filter, refused, today, ahead, refusals },
        view,
      );
      return pages.show(c, { title: view.texts.accounts, content, viewer, current: "accounts", address: addressOf(c) });
    }),
  );

  /** One account that cannot be read is no reason to show none: it merely has no curve. */
  async function aheadOf(shown: readonly AccountLine[], accounts: ReadonlyMap<AccountId, Account>): Promise<ReadonlyMap<AccountId, Ahead>> {
    const found = await Promise.all(
      shown.map(async ({ id, severity }) => {
        if (severity === "unread") return [];
        try {
          const account = accounts.get(id);
          const last = account && (await lastForecast(account, watch));
          return account && last
            ? [[id, { account, forecast: last.forecast, horizonDays: watch.policyFor(account).horizonDays }] as const]
            : [];
        } catch {
          return [];
        }
      }),
    );
    return new Map(found.flat());
  }

  /** Why those that were never read are not. */
  async function refusalsOf(shown: readonly AccountLine[]): Promise<ReadonlyMap<AccountId, Alert>> {
    const found = await Promise.all(
      shown.map(async ({ id, severity }) => {
        if (severity !== "unread") return [];
        const refusal = await watch.records
          .record(id)
          .then(({ remembered }) => refusalOf(id, remembered, ports.alerts))
          .catch(() => null);
        return refusal === null ? [] : [[id, refusal] as const];
      }),
    );
    return new Map(found.flat());
  }

  addAccount(app, pages);
  addChanges(app, pages);
  addConnect(app, pages);
  addImport(app, pages);
  addPeople(app, pages);
  addAudit(app, pages);
  addJoin(app, pages);
  addSignIn(app, pages);
  addAppoint(app, pages);
  addUnsubscribe(app, pages);

  const kept = (c: Context, body: string, type: string) =>
    c.body(body, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" });
  app.get("/style.css", (c) => kept(c, PAGES_CSS, "text/css; charset=utf-8"));
  app.get("/app.js", (c) => kept(c, APP_JS, "text/javascript; charset=utf-8"));
  app.get("/icon.svg", (c) => kept(c, ICON_SVG, "image/svg+xml"));

  const routes = Object.values(PAGE_ROUTES);
  for (const path of new Set(routes.map((route) => route.path))) app.all(path, otherMethod(allowedOn(path, routes)));

  app.notFound((c) => (wantsPage(c) ? pages.noSuchPage(c) : routeUnknown(c)));
  const answer = answerThrown(ports);
  app.onError((thrown, c) =>
    thrown instanceof HTTPException && thrown.status === 413 && wantsPage(c) ? tooLarge(pages, c) : answer(thrown, c),
  );
}
