/** An access token; its value goes into one header and nowhere else. */
export interface Token {
  readonly value: string;
}

/** Where tokens for one organisation's figures come from: Maskinporten, with the system user or the delegation of that organisation. */
export interface TokenSource {
  /** A token that is good for a while yet. Throws SaldovaktErrors. */
  token(identity: string): Promise<Token>;
  /** The token was refused: the next one must be another. What it gives is waited for and not looked at. */
  refuse(identity: string, token: Token): unknown;
}
