import { norwegianAccountValid, type PlainDate } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import { type SimulatedNorway, type SimulatedSkatteverket, startNorway, startSkatteverket } from "@saldovakt/simulator";
import { memoryDataKeys } from "@saldovakt/skatteverket/sign-in";
import type { Context } from "../context.ts";
import type { Authority } from "../wiring/authority.ts";
import { openSignInPorts } from "../wiring/sign-ins.ts";
import { skatteetatenAuthority } from "../wiring/skatteetaten.ts";
import { skatteverketAuthority } from "../wiring/skatteverket.ts";
import type { LocalStore } from "../wiring/state.ts";
import type { WaysIn } from "../wiring/web-ports.ts";

/** Both countries' authorities, simulated, with their invented companies. */
export interface DemoAuthorities {
  readonly skatteverket: SimulatedSkatteverket;
  readonly norway: SimulatedNorway;
  close(): Promise<void>;
}

/** The simulated authority's limit, and so ours: real ones are slower, and nobody wants to wait for a demo. */
const CALLS_PER_SECOND = 40;

/** One of each kind but the last, whose figures the authority withholds: that is a fault, and the demo has none. */
const NORWEGIAN = 6;

/**
 * Starts them on loopback, over HTTPS; the Norwegian one takes tokens of a Maskinporten that is simulated beside it. `redirectUris`: where whoever signs in at
 * the Swedish one may be sent back to; what is added later counts too.
 */
export async function startAuthorities(today: PlainDate, swedish: number, redirectUris: readonly string[]): Promise<DemoAuthorities> {
  const [first, second] = await Promise.allSettled([
    startSkatteverket({ today, companies: swedish, requestsPerSecond: CALLS_PER_SECOND, signIn: { redirectUris } }),
    startNorway({ today, companies: NORWEGIAN }),
  ]);
  if (first.status === "fulfilled" && second.status === "fulfilled") {
    const [skatteverket, norway] = [first.value, second.value];
    const close = async (): Promise<void> => void (await Promise.all([skatteverket.close(), norway.close()]));
    return { skatteverket, norway, close };
  }
  for (const started of [first, second]) if (started.status === "fulfilled") await started.value.close();
  throw first.status === "rejected" ? first.reason : (second as PromiseRejectedResult).reason;
}

/** Ready to be called as the real ones are: with a client certificate and its token, and with grants signed by a registered key. */
export async function openAuthorities({ skatteverket, norway }: DemoAuthorities, context: Context): Promise<readonly Authority[]> {
  const { secret } = skatteverket;
  const swedish = { secret, readSecret: async () => secret, settings: settingsOf(skatteverket) };
  const norwegian = {
    maskinporten: { issuer: norway.maskinporten.issuer, ca: norway.ca },
    skatteetaten: { apiUrl: norway.skatteetaten.apiUrl, package: "regnskapssystem" as const, tls: { ca: [norway.ca] } },
    scope: "skatteetaten:kravogbetalinger",
    secret: norway.secret,
    readSecret: async () => norway.secret,
  };
  // Every company's own system user, which the vendor has at each of them.
  const own = async (): Promise<undefined> => undefined;
  return [await skatteverketAuthority(swedish, memorySlots(), context), await skatteetatenAuthority(norwegian, own, context)];
}

const settingsOf = ({ apiUrl, tokenUrl, ca }: SimulatedSkatteverket) => ({
  ...{ apiUrl, tokenUrl, ca, scope: "ska", correlationHeader: "SKV-client_correlationid", mutualTlsOnApi: false },
  requestsPerSecond: CALLS_PER_SECOND,
});

/** The way in for people who sign in at the Swedish one; what they leave ends with the demo. */
export function demoSignIns(skatteverket: SimulatedSkatteverket, redirectUri: string, store: LocalStore, context: Context): WaysIn {
  const { signIn, ca } = skatteverket;
  if (!signIn) return {};
  const access = {
    settings: settingsOf(skatteverket),
    signIn: { environment: "test" as const, kind: "per" as const, redirectUri, scope: "ska", ca, ...signIn.per },
    secret: signIn.secret,
    readSecret: async () => signIn.secret,
    keys: memoryDataKeys(),
  };
  return openSignInPorts(access, store, memorySlots(), context);
}

/** The accounts watched, each with an invented bank account it pays from. */
export const demoAccounts = (swedish: SimulatedSkatteverket["companies"], norwegian: SimulatedNorway["skatteetaten"]["companies"]) => [
  ...swedish.map(({ identity, name }, index) => ({ identity, name, payFrom: { iban: swedishIban(index + 1), bic: "XBANSESS" } })),
  ...norwegian.map(({ org, name }, index) => ({ identity: org, name, payFrom: { iban: norwegianIban(index + 1), bic: "XBANNOKK" } })),
];

/** Check digits by ISO 7064 MOD 97-10. */
function iban(country: string, account: string): string {
  const letters = [...country].map((letter) => Number.parseInt(letter, 36)).join("");
  const check = 98n - (BigInt(`${account}${letters}00`) % 97n);
  return `${country}${String(check).padStart(2, "0")}${account}`;
}

/** Of a bank that does not exist. */
const swedishIban = (n: number): string => iban("SE", `999${String(n).padStart(17, "0")}`);

function norwegianIban(n: number): string {
  for (let at = 9_999_00_00_000 + n * 1_000; ; at++) if (norwegianAccountValid(String(at))) return iban("NO", String(at));
}
