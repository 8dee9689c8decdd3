import { type Account, type AccountId, fromWhole, instant, SaldovaktError } from "@saldovakt/domain";
import type { Source } from "@saldovakt/service";
import type { SourceSignIns } from "../access/source-sign-ins.ts";
import { createApp } from "../app.ts";
import { COMPANIES, NOW } from "../companies.fixture.ts";
import { parseMarkup, textOf } from "../markup.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";

export const UNREAD = "Älvsippans Instrument AB";
export const SHORT = "Grävlingens Plåt & Sönergöken AB";
export const NORWEGIAN = "Fjellrypa Friluft AS";
export const SAME = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
export const AUTHORITY = "https://peroauth2.example/authorize";
export const fault = (code: string, scope: SaldovaktError["scope"]) => new SaldovaktError("it says so", { code, scope });

interface Plan {
  readonly pages?: "open" | "signed-in";
  readonly finish?: SaldovaktError;
  readonly read?: SaldovaktError;
  /** Another's sign-in stands behind, and stands again where the new one may not read. */
  readonly colleague?: boolean;
}

/** The pages, with an authority at which people sign in. */
export async function world(plan: Plan = {}) {
  const { pages = "open" } = plan;
  const fake = fakeWorld();
  const begun = new Map<string, { readonly account: AccountId; readonly state: string }>();
  let begins = 0;
  const connected = new Set<AccountId>();
  const callbacks: string[] = [];
  const observation = COMPANIES.find(({ name }) => name === SHORT)?.observation;
  const signedIn = (account: AccountId): Source => ({
    async read() {
      if (!connected.has(account)) throw fault("SKV_SIGN_IN_OVER", "account");
      if (plan.read?.code === "SKV_NOT_AUTHORISED" && !plan.colleague) connected.delete(account);
      if (plan.read) throw plan.read;
      if (!observation) throw new Error("no observation");
      return { ...observation, readAt: NOW, balance: fromWhole(77_000) };
    },
  });
  const signIns: SourceSignIns = {
    kind: "per",
    async begin(account) {
      const [handle, state] = [`${++begins}`.padStart(43, "h"), `s${begins}`];
      begun.set(handle, { account, state });
      return { url: `${AUTHORITY}?state=${state}`, handle, expiresAt: instant(Date.parse(NOW) + 600_000) };
    },
    async finish(query, handle) {
      callbacks.push(query);
      const pending = begun.get(handle);
      begun.delete(handle);
      if (!pending) throw fault("SKV_SIGN_IN_STALE", "input");
      if (new URLSearchParams(query).get("state") !== pending.state) throw fault("SKV_SIGN_IN_MIXED_UP", "input");
      const { account } = pending;
      if (plan.finish) throw plan.finish;
      const stood = connected.has(account);
      connected.add(account);
      const undo = async () => void (stood || connected.delete(account));
      return { account, returnTo: "/", reader: signedIn(account), undo };
    },
    state: async (account) => (connected.has(account) ? { signedInAt: NOW, readableUntil: instant(Date.parse(NOW) + 3_900_000) } : null),
    async disconnect(account) {
      connected.delete(account);
    },
  };
  const app = createApp({ ...fake.ports, watch: { ...fake.ports.watch, signedIn }, signIns }, fakeOptions({ pages }));
  const jar = new Map<string, string>();
  const browse = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await app.request(`http://localhost${path}`, { ...init, headers: { cookie, ...(init.headers as object) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  const post = (path: string, headers: Record<string, string> = SAME) => browse(path, { method: "POST", headers, body: "" });
  const account = async (name: string): Promise<Account> => (await fake.ports.watch.records.account(fake.id(name)))?.account as Account;
  const begin = (name: string) => browse(`/connect/skatteverket?account=${fake.id(name)}`);
  const back = (query = `code=c&state=s${begins}`) => browse(`/connect/skatteverket/callback?${query}&here=1`);
  const shown = async (name: string): Promise<string> => textOf(parseMarkup(await (await browse(`/accounts/${fake.id(name)}`)).text()));
  const denied = (name: string) => fake.ports.book.updateAccount(fake.id(name), { permission: { refusedSince: NOW } } as never);
  const signInAs = async (scopes: readonly string[], accounts: readonly AccountId[] | null = null) => {
    const secret = fake.key({ scopes, accounts }).authorization.slice("Bearer ".length);
    await browse("/sign-in", { method: "POST", headers: SAME, body: String(new URLSearchParams({ key: secret, next: "/" })) });
  };
  return { ...fake, app, jar, connected, callbacks, browse, post, account, begin, back, shown, denied, signInAs };
}
