import { ALWAYS } from "./headers.ts";
import { problemAnchor } from "./problem.ts";
import { REFUSALS } from "./problems.ts";

/** The answer to a request that cannot be taken for one, so that the server cannot even hand it to the API: in the form of the API's own refusals. */
export function unreadableRequest(): Response {
  const code = "REQUEST_INVALID";
  const { status, title, detail } = REFUSALS[code];
  const requestId = crypto.randomUUID();
  const body = { type: `/docs#${problemAnchor(code)}`, title, status, detail, code, instance: "/", requestId };
  const headers = { ...ALWAYS, "content-type": "application/problem+json", "x-request-id": requestId };
  return new Response(JSON.stringify(body), { status, headers });
}
