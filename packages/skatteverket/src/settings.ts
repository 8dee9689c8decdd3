import { type PlainDate, SaldovaktError } from "@saldovakt/domain";

export type Operation = "balance" | "transactions" | "payoutAccount" | "payoutBlocks";

/**
 * The paths under `apiUrl`, `{omfragad}` standing for the identity. The first two are documented; the third is formed like them, and the
 * fourth is a guess the documentation leaves room for: hence they are settings.
 */
export const DEFAULT_PATHS: Readonly<Record<Operation, string>> = {
  balance: "/skattekonton/{omfragad}/saldo",
  transactions: "/skattekonton/{omfragad}/transaktioner",
  payoutAccount: "/skattekonton/{omfragad}/utbetalningskonto",
  payoutBlocks: "/skattekonton/{omfragad}/utbetalningssparrar",
};

export interface SkatteverketSettings {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
  /** `SKV-client_correlationid`; other pages of Skatteverket write `skv_client_correlation_id`. */
  readonly correlationHeader: string;
  /** For whoever makes the limiter. */
  readonly requestsPerSecond: number;
  /** Whether the API is shown the client certificate too, and not the token endpoint alone. */
  readonly mutualTlsOnApi: boolean;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
  readonly paths?: Partial<Readonly<Record<Operation, string>>>;
}

/**
 * Throws `SKV_ADDRESS_INVALID`, naming the setting, when an address is not a complete URL. Which addresses may be called is for the HTTP
 * client to say.
 */
export function requireAddresses(settings: SkatteverketSettings): void {
  for (const name of ["apiUrl", "tokenUrl"] as const) {
    if (URL.canParse(settings[name])) continue;
    const remedy = "write it as https://host/path, or leave it out for the address of the environment";
    throw new SaldovaktError(`\`${name}\` is not a complete URL`, { code: "SKV_ADDRESS_INVALID", scope: "installation", remedy });
  }
}

/** One call of the API, before keys and token. */
export interface ApiCall {
  readonly operation: Operation;
  /** Twelve digits. */
  readonly identity: string;
  /** First day wanted; `transactions` only. */
  readonly from?: PlainDate;
}
