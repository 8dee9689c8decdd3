/**
 * Whose fault a failure is. `input`: what the caller gave; `installation`: keys, certificate or configuration, the same for every account;
 * `account`: this account only; `transient`: passes by itself; `internal`: a fault in this program.
 */
export type FaultScope = "input" | "installation" | "account" | "transient" | "internal";

export interface FaultDetails {
  readonly code: string;
  readonly scope: FaultScope;
  /** What the reader can do about it, one imperative sentence. */
  readonly remedy?: string;
  /** Earliest moment at which another try makes sense, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of this system. `code` is stable and part of the contract; `message` says what happened in plain English and never
 * holds an identity, a reference number, a key or a token.
 */
export class SaldovaktError extends Error {
  override readonly name = "SaldovaktError";
  readonly code: string;
  readonly scope: FaultScope;
  readonly remedy: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: FaultDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.scope = details.scope;
    this.remedy = details.remedy;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same call may succeed later with nothing changed. */
  get retryable(): boolean {
    return this.scope === "transient";
  }
}

/** An error for what a person typed or configured. */
export function inputError(code: string, message: string, remedy: string): SaldovaktError {
  return new SaldovaktError(message, { code, scope: "input", remedy });
}

/** Any thrown value as a SaldovaktError; what was not one already becomes `INTERNAL`, with the original in `cause`. */
export function toSaldovaktError(thrown: unknown): SaldovaktError {
  if (thrown instanceof SaldovaktError) return thrown;
  return new SaldovaktError("an unexpected fault in the program", { code: "INTERNAL", scope: "internal", cause: thrown });
}

/** A part's faults by their codes: whose fault each is, what happened and what to do about it. */
export type FaultTable = Readonly<Record<string, readonly [scope: FaultScope, message: string, remedy: string]>>;

/** What is particular to one case, in place of the general words. */
export interface FaultOverrides extends Partial<Omit<FaultDetails, "code">> {
  readonly message?: string | undefined;
}

/** The maker of the coded errors of one table. */
export function faultsOf<T extends FaultTable>(table: T): (code: keyof T & string, overrides?: FaultOverrides) => SaldovaktError {
  return (code, { message: particular, ...details } = {}) => {
    const [scope, message, remedy] = table[code] as T[keyof T];
    return new SaldovaktError(particular ?? message, { code, scope, remedy, ...details });
  };
}
