import { inputError, type PlainDate } from "@saldovakt/domain";
import type { HttpRequest } from "@saldovakt/http";
import type { SkatteetatenSettings } from "./settings.ts";

export type Operation = "aapnekrav" | "krav" | "innbetalinger" | "utbetalinger";

export interface ApiCall {
  readonly operation: Operation;
  /** Nine digits. */
  readonly identity: string;
  /** For all but `aapnekrav`: at most a year. */
  readonly period?: { readonly from: PlainDate; readonly to: PlainDate };
}

const DEADLINE_MS = 60_000;

/**
 * The address of a call. Throws `IDENTITY_LENGTH` unless the identity is nine digits, since nothing else may come to stand in a path. The number of a
 * sole trader's business leads to a person: the address must not reach a message or a log.
 */
export function callUrl({ operation, identity, period }: ApiCall, settings: Pick<SkatteetatenSettings, "apiUrl" | "package">): string {
  if (!/^\d{9}$/.test(identity)) {
    throw inputError("IDENTITY_LENGTH", "a Norwegian organisation number does not have nine digits", "write all nine digits");
  }
  const query = period === undefined ? "" : `?fraOgMed=${period.from}&tilOgMed=${period.to}`;
  return `${settings.apiUrl.replace(/\/+$/, "")}/${settings.package}/${identity}/${operation}${query}`;
}

/** `correlationId`: new for every try. */
export const apiRequest = (url: string, token: string, correlationId: string): HttpRequest => ({
  method: "GET",
  url,
  headers: { Accept: "application/json", Authorization: `Bearer ${token}`, Korrelasjonsid: correlationId },
  deadlineMs: DEADLINE_MS,
});
