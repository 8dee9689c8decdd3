import type { SourceName } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

/** In which language an authority names what it books and announces. */
const LANGUAGE_OF = { skatteverket: "sv", skatteetaten: "nb" } as const satisfies Record<SourceName, string>;

/** The authority's own words, marked with their language where the page has another (WCAG 2.2, 3.1.2). */
export function inTheirWords(text: string, source: SourceName, view: View): Markup {
  const language = LANGUAGE_OF[source];
  return language === view.language ? html`${text}` : html`<span lang="${language}">${text}</span>`;
}
