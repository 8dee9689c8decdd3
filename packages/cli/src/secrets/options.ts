/** Where a new secret comes from, as it was typed. */
export interface Sources {
  readonly webhook?: boolean;
  readonly chat?: boolean;
  readonly maskinporten?: boolean;
  /** All of it, by reference. */
  readonly from?: string;
  readonly p12?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keysOnly?: boolean;
  readonly keepKeys?: boolean;
  readonly keepCertificate?: boolean;
  readonly dropOld?: boolean;
}

/** Where it is tried. */
export interface TrialOptions {
  readonly environment?: string;
  readonly account?: string;
}

export interface VaultOptions {
  readonly region?: string;
  readonly json?: boolean;
}
