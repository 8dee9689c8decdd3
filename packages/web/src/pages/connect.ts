import {
  type Account,
  type AccountId,
  epochMs,
  type Forecast,
  isAccountId,
  NOT_AUTHORISED,
  type Observation,
  type SaldovaktError,
  toSaldovaktError,
} from "@saldovakt/domain";
import { mayBeSignedInFor, readDailyAgain, readSignedIn } from "@saldovakt/service";
import { html } from "hono/html";
import { connectCookie, endConnectCookie, setConnectCookie } from "../access/page-cookies.ts";
import type { SourceSignIns } from "../access/source-sign-ins.ts";
import { offered } from "../access/viewer.ts";
import type { WebApp } from "../api/app.ts";
import { CONNECT_TEXTS } from "../texts/connect.ts";
import type { Markup } from "./layout.ts";
import type { Asked, Pages } from "./respond.ts";
import { PAGE_ROUTES } from "./routes.ts";
import type { View } from "./view.ts";

/** Marks the second arrival of a callback, which our own page has caused: only then does the browser send the cookie of who is signed in here. */
const HERE = "here";

export interface ConnectPart {
  readonly account: Account;
  /** Null before the first reading. */
  readonly last: Pick<Observation, "warnings"> | null;
  readonly signIns: SourceSignIns | undefined;
  readonly state: Awaited<ReturnType<SourceSignIns["state"]>>;
  readonly mayRefresh: boolean;
}

/** Whether we could ever read it by ourselves: only then is there something to go back to. */
const wasOmbud = ({ permission }: Account): boolean => permission?.readBefore === true || permission?.grantedAt !== undefined;

/** What somebody sees who may have the account read anew, where it takes a sign-in at the authority. */
export function connectSection({ account, last, signIns, state, mayRefresh }: ConnectPart, view: View): Markup | "" {
  if (!signIns || !mayRefresh || !mayBeSignedInFor(account, last)) return "";
  const texts = CONNECT_TEXTS[view.language];
  const { kind } = signIns;
  const known = account.reading === "interactive";
  const at = `/accounts/${account.id}`;
  const begin = html`<a class="main" href="/connect/skatteverket?account=${account.id}">${known ? texts.again[kind] : texts.begin[kind]}</a>`;
  return html`<section class="part" aria-labelledby="connect"><h2 id="connect">${texts.heading[kind]}</h2>
<div class="sheet padded"><p>${texts.lead[kind]}</p>${
    state
      ? html`<p>${texts.until(view.moment(state.readableUntil, account.source))}</p><form action="${at}/read" method="post"><button type="submit" class="main">${texts.read}</button></form>`
      : html`${known ? html`<p>${texts.over}</p>` : ""}<p>${begin}</p>`
  }${
    known || state
      ? html`<form action="${at}/disconnect" method="post"><button type="submit" class="quiet">${texts.disconnect}</button></form><p class="hint">${wasOmbud(account) ? texts.disconnectHint : texts.disconnectHintAlone}</p>`
      : ""
  }</div></section>`;
}

type FaultName = keyof (typeof CONNECT_TEXTS)["sv"]["faults"];

/** Why nothing was read, as whoever signed in understands it; null for what they can do nothing about. Only what was finished stands for a later reading. */
function faultName({ code, scope }: SaldovaktError, finished: boolean): FaultName | null {
  if (code === NOT_AUTHORISED) return "notTheirs";
  if (code === "SKV_SIGN_IN_DENIED") return "denied";
  if (code === "SKV_SIGN_IN_OVER" || code === "SKV_TOKENS_UNREADABLE") return "over";
  if (scope === "input") return "again";
  if (scope !== "transient") return null;
  return finished ? "later" : "unfinished";
}

const STATUS: Readonly<Record<FaultName, 400 | 403 | 503>> = {
  ...{ again: 400, over: 400, denied: 400 },
  ...{ notTheirs: 403, later: 503, unfinished: 503 },
};

/** The handle of a sign-in under way, and for which account's page it was begun: the way back where it came to nothing. */
function begunBy(cookie: string): { readonly handle: string; readonly begunFor: AccountId | null } {
  const [handle = "", account = ""] = cookie.split(".");
  return { handle, begunFor: isAccountId(account) ? account : null };
}

/** People who sign in at the authority so that an account can be read: there, back again, and what may be done with it. */
export function addConnect(app: WebApp, pages: Pages): void {
  const { ports, gate } = pages;
  const { watch, book, signIns } = ports;
  const signedInPorts = { ...watch, book };

  const failed = async (asked: Asked, thrown: unknown, account: string | null, finished: boolean): Promise<Response> => {
    const fault = toSaldovaktError(thrown);
    const name = faultName(fault, finished);
    if (name === null) throw thrown;
    await gate.failed(asked.c, fault.code);
    return told(asked, name, account);
  };

  const told = (asked: Asked, name: FaultName, account: string | null): Response | Promise<Response> => {
    const texts = CONNECT_TEXTS[asked.view.language];
    const { heading, text } = texts.faults[name];
    const [to, label] = account === null ? ["/", asked.view.texts.allAccounts] : [`/accounts/${account}`, texts.toAccount];
    const mayGoOn = account !== null && signIns && name !== "later";
    const again = mayGoOn
      ? html`<p><a class="main" href="/connect/skatteverket?account=${account}">${texts.again[signIns.kind]}</a></p>`
      : "";
    const back = html`<p><a href="${to}">${label}</a></p>`;
    const content = html`<div class="masthead"><h1>${heading}</h1><p class="aside">${text}</p>${again}${back}</div>`;
    return pages.show(asked.c, { title: heading, content, viewer: asked.viewer, status: STATUS[name] });
  };

  /** The account, let in by what the viewer may do to it, unless that stands already; null looks like one that is not there. */
  async function theirs({ c, viewer }: Asked, id: string, entered: string | null = null): Promise<Account | null> {
    if (!isAccountId(id) || (await gate.refusal(c, viewer.principal, "signin.connect", id))) return null;
    const listed = await watch.records.account(id);
    if (!listed) {
      await gate.missing(c, viewer.principal, "signin.connect", id);
      return null;
    }
    if (id !== entered) await gate.enter(c, viewer.principal, "signin.connect", id);
    return listed.account;
  }

  /** The account as it was read; of a reading that stands in for one that could not be had, that it does. */
  const shown = (asked: Asked, { id }: Account, { warnings }: Forecast): Response | Promise<Response> =>
    warnings.some(({ code }) => code === "SOURCE_CLOSED") ? told(asked, "later", id) : asked.c.redirect(`/accounts/${id}`, 303);

  app.get(
    PAGE_ROUTES.connect.path,
    pages.known("connect", async (asked) => {
      const { c } = asked;
      const account = signIns ? await theirs(asked, c.req.query("account") ?? "") : null;
      if (!signIns || !account) return pages.notFound(c);
      if (!mayBeSignedInFor(account, await watch.records.observation(account.id))) return pages.notFound(c);
      try {
        const { url, handle, expiresAt } = await signIns.begin(account.id, `/accounts/${account.id}`);
        const state = new URL(url).searchParams.get("state") ?? "";
        const seconds = Math.max(1, Math.round((epochMs(expiresAt) - epochMs(ports.now())) / 1000));
        setConnectCookie(c, state, `${handle}.${account.id}`, seconds);
        return c.redirect(url, 303);
      } catch (thrown) {
        return failed(asked, thrown, account.id, false);
      }
    }),
  );

  const back = PAGE_ROUTES.connected.path;
  const taken = pages.known("connected", async (asked) => {
    const { c, viewer } = asked;
    if (!signIns) return pages.notFound(c);
    const query = new URL(c.req.url).search.slice(1).replace(new RegExp(`&?${HERE}=1$`), "");
    const state = c.req.query("state") ?? "";
    const { handle, begunFor } = begunBy(connectCookie(c, state) ?? "");
    endConnectCookie(c, state);
    // For which account it counts is said by what the authority sends back; for which it was begun, by the cookie alone.
    const entered = begunFor !== null && offered(viewer, "signin.connect", begunFor) ? begunFor : null;
    await gate.enter(c, viewer.principal, "signin.connect", entered);
    let account: Account | null = null;
    let finished = false;
    try {
      const done = await signIns.finish(query, handle);
      finished = true;
      account = await theirs(asked, done.account, entered);
      if (!account) {
        // Begun by somebody who may, and brought back by somebody who may not: what it left is nobody's.
        await done.undo();
        return pages.notFound(c);
      }
      return shown(asked, account, await readSignedIn(account, { ...signedInPorts, signedIn: () => done.reader }));
    } catch (thrown) {
      return failed(asked, thrown, account?.id ?? begunFor, finished);
    }
  });
  app.get(back, (c) => {
    const { search } = new URL(c.req.url);
    if (!signIns || c.req.query(HERE) === "1") return taken(c);
    // The authority's site has sent the browser here: our cookie of who is signed in comes along only when a page of ours goes on.
    const { onTheWay, faults } = CONNECT_TEXTS[pages.view(c).language];
    const texts = c.req.query("error") === undefined ? onTheWay : { ...faults.denied, go: onTheWay.go };
    const on = `${back}${search === "" ? "?" : `${search}&`}${HERE}=1`;
    const content = html`<div class="masthead"><h1>${texts.heading}</h1><p class="aside">${texts.text}</p><p><a href="${on}">${texts.go}</a></p></div>`;
    c.header("refresh", `0;url=${on}`);
    return pages.show(c, { title: texts.heading, content });
  });

  const post = (route: "readSignedIn" | "disconnect", answer: Parameters<Pages["account"]>[1]): void => {
    const { path } = PAGE_ROUTES[route];
    app.post(path, pages.account(route, answer));
  };
  post("readSignedIn", async (asked) => {
    const { c, account } = asked;
    if (!signIns || account.reading !== "interactive") return pages.notFound(c);
    try {
      return shown(asked, account, await readSignedIn(account, signedInPorts));
    } catch (thrown) {
      return failed(asked, thrown, account.id, true);
    }
  });
  post("disconnect", async ({ c, account }) => {
    if (!signIns) return pages.notFound(c);
    await signIns.disconnect(account.id);
    await readDailyAgain(account, signedInPorts);
    return c.redirect(`/accounts/${account.id}`, 303);
  });
}
