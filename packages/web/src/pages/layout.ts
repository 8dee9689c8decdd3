import type { Account, Language, Severity } from "@saldovakt/domain";
import { html, raw } from "hono/html";
import { maySeeList, type Viewer } from "../access/viewer.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import { inLanguage, LANGUAGE_NAMES, LANGUAGES } from "./language.ts";
import type { View } from "./view.ts";

export type Markup = ReturnType<typeof html>;

/** A line that steps down and is watched: the name's mark. */
const MARK = '<path class="mark" d="M3 7h7v6h6v5h5"/><circle class="mark" cx="17.5" cy="6.5" r="3"/>';

export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#14555f"/><g fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${MARK.replaceAll(' class="mark"', "")}</g></svg>`;

/** What is loaded with every page; the addresses change with the content. */
export interface Assets {
  readonly stylesheet: string;
  readonly script: string;
}

export interface Frame {
  readonly view: View;
  readonly title: string;
  readonly version: string;
  readonly assets: Assets;
  /** Null where nobody is known: on the way in, and on pages that are not there. */
  readonly viewer: Viewer | null;
  readonly current: "accounts" | "import" | "people" | "audit" | null;
  /** The page's own path and query, for the same page in another language. */
  readonly address: string;
  /** Whether statements may be handed in. */
  readonly imports: boolean;
  /** Whether people and the log are shown. */
  readonly administers: boolean;
}

/** A whole page around its content. */
export function layout(frame: Frame, content: Markup): Markup {
  const { view, title, version, assets, viewer } = frame;
  const { texts, language } = view;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Saldovakt</title>
<link rel="stylesheet" href="${assets.stylesheet}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script src="${assets.script}" type="module"></script>
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header class="site"><div class="wrap">
<a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true">${raw(MARK)}</svg>Saldovakt</a>
<nav aria-label="${texts.navigation}"><ul>
${navigation(frame)}</ul></nav>
</div>${viewer?.kind === "link" ? html`<p class="by-link"><span>${texts.link.reading(view.moment(viewer.expiresAt, "skatteverket"))}</span></p>` : ""}</header>
<main id="content" class="wrap">
${content}
</main>
<footer class="foot"><div class="wrap"><span>Saldovakt ${version}</span><span>${texts.tagline}</span>
<nav aria-label="${texts.languages}"><ul class="languages">${LANGUAGES.map((each) => languageLink(each, language, frame.address))}</ul></nav></div></footer>
</body>
</html>
`;
}

function navigation({ view, viewer, current, imports, administers }: Frame): Markup {
  const { texts } = view;
  const people = PEOPLE_TEXTS[view.language];
  const link = (href: string, text: string, isCurrent: boolean): Markup =>
    html`<li><a href="${href}"${isCurrent ? raw(' aria-current="page"') : ""}>${text}</a></li>
`;
  return html`${viewer !== null && maySeeList(viewer) ? link("/", texts.accounts, current === "accounts") : ""}${imports ? link("/import", texts.statement.nav, current === "import") : ""}${administers ? html`${link("/people", people.nav, current === "people")}${link("/audit", people.audit.nav, current === "audit")}` : ""}<li><a href="/docs" hreflang="en">${texts.apiDocs}</a></li>
${viewer?.kind === "link" ? link("/sign-in", texts.signIn.submit, false) : ""}${viewer?.kind === "key" || viewer?.kind === "user" ? html`<li><form action="/sign-out" method="post"><button type="submit" class="plain">${texts.signIn.signOut}</button></form></li>` : ""}`;
}

const languageLink = (each: Language, current: Language, address: string): Markup =>
  html`<li>${each === current ? html`<span aria-current="true">${LANGUAGE_NAMES[each]}</span>` : html`<a href="${inLanguage(address, each)}" lang="${each}" hreflang="${each}" rel="nofollow">${LANGUAGE_NAMES[each]}</a>`}</li>`;

/** How pressing an account is: a word, a shape and a colour, so that none of them is needed alone. */
export function pill(severity: Severity | "unread", toPay: boolean, view: View, account?: Pick<Account, "reading">): Markup {
  const words = view.texts.severity;
  // Of an account known by statements alone nothing decided is known: to call it covered would be a guess.
  if (account?.reading === "statement" && !toPay && severity !== "critical")
    return html`<span class="pill unread">${words.statement}</span>`;
  return html`<span class="pill ${severity}">${severity === "notice" && toPay ? words.later : words[severity]}</span>`;
}
