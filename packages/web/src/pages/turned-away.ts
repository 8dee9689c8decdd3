import type { Context } from "hono";
import { html } from "hono/html";
import type { WebEnv } from "../api/app.ts";
import type { Pages } from "./respond.ts";

/** Whether a person's browser asks, and not a program the API. */
export const wantsPage = (c: Context): boolean =>
  !c.req.path.startsWith("/v1/") && (c.req.header("accept")?.includes("text/html") ?? false);

/** What was sent is larger than anything we ask for: said in words, with the way back to the form. */
export function tooLarge(pages: Pages, c: Context<WebEnv>): Response | Promise<Response> {
  const { statement, refused } = pages.view(c).texts;
  const { heading, text } = refused.tooLarge;
  if (c.req.path !== "/import") return pages.say(c, { heading, text }, 413);
  const content = html`<div class="masthead"><h1>${heading}</h1><p class="aside">${statement.fault.STATEMENT_TOO_LARGE}</p>
<p><a href="/import">${statement.again}</a></p></div>`;
  return pages.show(c, { title: heading, content, status: 413, address: "/import" });
}
