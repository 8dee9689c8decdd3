import { epochMs, instant } from "@saldovakt/domain";
import { linkKey, signPageLink } from "@saldovakt/service";
import { NOW } from "../companies.fixture.ts";
import { pagesWorld } from "../pages/world.fixture.ts";

export const OTHER = "Tjäderns Verkstäder AB";
export const SAME = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
export const HOUR = 3_600_000;

/** Pages that ask who is there, and a browser that keeps cookies. */
export function signedInWorld() {
  const clock = { now: epochMs(NOW) };
  const made = pagesWorld({ now: () => instant(clock.now) }, { pages: "signed-in" });
  const cookies = new Map<string, { value: string; path: string }>();
  const browse = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const sent = [...cookies].filter(
      ([, cookie]) =>
        path === cookie.path || path.startsWith(cookie.path === "/" ? "/" : `${cookie.path}/`) || path.startsWith(`${cookie.path}?`),
    );
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(sent.length > 0 ? { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join("; ") } : {}),
    };
    const answer = await made.app.request(`http://localhost${path}`, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = "", path = "/"] = /^([^=]+)=([^;]*);.*?Path=([^;]+)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    return answer;
  };
  const newKey = (record: Parameters<typeof made.key>[0] = {}): string => made.key(record).authorization.slice("Bearer ".length);
  const signIn = (key: string, next = "/", headers: Record<string, string> = SAME): Promise<Response> =>
    browse("/sign-in", { method: "POST", headers, body: String(new URLSearchParams({ key, next })) });
  const post = (path: string, headers: Record<string, string> = SAME, fields: Record<string, string> = {}): Promise<Response> =>
    browse(path, { method: "POST", headers, body: String(new URLSearchParams(fields)) });
  const token = async (name: string, hours = 24): Promise<string> =>
    signPageLink(await linkKey(made.ports.facts, made.ports.random), made.id(name), instant(clock.now + hours * HOUR), instant(clock.now));
  return { ...made, browse, cookies, newKey, signIn, post, token, clock };
}
