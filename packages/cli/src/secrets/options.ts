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

/** A source as it is typed: `--keys-only`. */
export const optionOf = (name: keyof Sources): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Where it is tried. */
export interface TrialOptions {
  readonly environment?: string;
  readonly account?: string;
}

export interface VaultOptions {
  readonly region?: string;
  readonly json?: boolean;
}
