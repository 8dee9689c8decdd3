import { DESCRIPTIONS } from "./openapi/descriptions/index.ts";
import { Problem } from "./openapi/schemas.ts";
import { ROUTES, type Route, type RouteName } from "./route.ts";

/** The route a request is answered by, as the table of routes has it; null for an address or a method there is not. */
export function routeOf(method: string, url: string): RouteName | null {
  const path = new URL(url, "http://localhost").pathname;
  const asked = method === "HEAD" ? "GET" : method;
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    const pattern = route.path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+");
    if (route.method === asked && new RegExp(`^${pattern}$`).test(path)) return name;
  }
  return null;
}

/**
 * Throws unless the answer is one that the route's description knows: its status, its type, and every field of its document, with none that nobody has
 * described.
 */
export async function check(method: string, url: string, answer: Response): Promise<void> {
  const name = routeOf(method, url);
  const told = `${method} ${url.split("?")[0]} answered ${answer.status}`;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0];
  const text = await answer.clone().text();
  if (answer.status >= 400) {
    const known = name === null ? [404, 405, 413, 414, 421] : DESCRIPTIONS[name].problems;
    if (!(known as readonly number[]).includes(answer.status)) throw new Error(`${told}, which is not described: ${text}`);
    if (type !== "application/problem+json") throw new Error(`${told} with ${type}`);
    if (method !== "HEAD") Problem.parse(JSON.parse(text));
    return;
  }
  if (name === null || answer.status === 304 || method === "HEAD") return;
  const described = DESCRIPTIONS[name].answers[answer.status];
  if (!described) throw new Error(`${told}, which is not described`);
  if (type !== (described.content?.type ?? "")) throw new Error(`${told} with ${type}`);
  described.content?.schema?.parse(JSON.parse(text));
}
