import { SaldovaktError } from "@saldovakt/domain";
import type { TlsMaterial } from "@saldovakt/http";

/** Who asks: an accounting system for which a system user was made, or a financial institution with the company's consent. */
export type Area = "regnskapssystem" | "finans";

/** What Maskinporten must grant; tokens for it are asked for without `resource`. */
export const SCOPE = "skatteetaten:kravogbetalinger";

/** At most so many calls are under way at once, as the authority asks. */
export const AT_ONCE = 5;

export interface SkatteetatenSettings {
  readonly apiUrl: string;
  readonly package: Area;
  /** This process's share of the calls that may be under way at once; all five unless others read too. */
  readonly callsAtOnce?: number;
  readonly tls?: TlsMaterial;
}

/** Throws `SKE_ADDRESS_INVALID` for an address no call may go to. */
export function requireAddress({ apiUrl }: SkatteetatenSettings): void {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : null;
  const good = url !== null && url.protocol === "https:" && url.search === "" && url.hash === "" && url.username === "";
  if (good) return;
  throw new SaldovaktError("skatteetaten.apiUrl is not an https address", {
    code: "SKE_ADDRESS_INVALID",
    scope: "installation",
    remedy: "write it as https://host/path, or leave it out for the environment's own",
  });
}
