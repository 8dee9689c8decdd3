import type { Severity } from "@saldovakt/domain";
import { html, raw } from "hono/html";
import type { View } from "./view.ts";

export type Markup = ReturnType<typeof html>;

/** A line that steps down and is watched: the name's mark. */
const MARK = '<path class="mark" d="M3 7h7v6h6v5h5"/><circle class="mark" cx="17.5" cy="6.5" r="3"/>';

export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#14555f"/><g fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${MARK.replaceAll(' class="mark"', "")}</g></svg>`;

export interface Frame {
  readonly view: View;
  readonly title: string;
  readonly version: string;
  /** Where the stylesheet stands; its address changes with its content. */
  readonly stylesheet: string;
  readonly current: "accounts" | null;
}

/** A whole page around its content. */
export function layout({ view, title, version, stylesheet, current }: Frame, content: Markup): Markup {
  const { texts, language } = view;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Saldovakt</title>
<link rel="stylesheet" href="${stylesheet}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header class="site"><div class="wrap">
<a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true">${raw(MARK)}</svg>Saldovakt</a>
<nav aria-label="${texts.navigation}"><ul>
<li><a href="/"${current === "accounts" ? raw(' aria-current="page"') : ""}>${texts.accounts}</a></li>
<li><a href="/docs" hreflang="en">${texts.apiDocs}</a></li>
</ul></nav>
</div></header>
<main id="content" class="wrap">
${content}
</main>
<footer class="foot"><div class="wrap"><span>Saldovakt ${version}</span><span>${texts.tagline}</span></div></footer>
</body>
</html>
`;
}

/** How pressing an account is: a word, a shape and a colour, so that none of them is needed alone. */
export function pill(severity: Severity | "unread", toPay: boolean, view: View): Markup {
  const words = view.texts.severity;
  return html`<span class="pill ${severity}">${severity === "notice" && toPay ? words.later : words[severity]}</span>`;
}
