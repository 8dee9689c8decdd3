import type { Fault, FaultRule } from "./faults.ts";
import type { SkatteverketSecret } from "./types.ts";

/** Somebody with an e-legitimation. All of them are invented. */
export interface SignInPerson {
  readonly name: string;
  /** Whose accounts this person may read: everybody's, nobody's, or these. */
  readonly mayRead: "all" | "none" | readonly string[];
}

export type SignInCall = "authorize" | "sign" | "token" | "refresh" | "revoke";

export type SignInRule = FaultRule<Fault, SignInCall>;

export interface SignInOptions {
  /** Registered redirect addresses; any other is refused without a redirect. */
  readonly redirectUris: readonly string[];
  /** Who can sign; by default one who may read everything and one who may read nothing. */
  readonly people?: readonly SignInPerson[];
  /** Whether the callback names the issuer (`iss`, RFC 9207). Default false: nothing of the kind is documented. */
  readonly namesIssuer?: boolean;
  readonly perPort?: number;
  readonly orgPort?: number;
  readonly faults?: readonly SignInRule[];
}

export interface RecordedSignIn {
  readonly server: "per" | "org";
  readonly call: SignInCall | "unknown";
  /** 0 when the connection was cut instead of answered. */
  readonly status: number;
  readonly at: number;
}

interface SignInServer {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** Nothing documents one. It is here so that those who configure one can be tried. */
  readonly revocationUrl: string;
}

/** Where people sign in with e-legitimation (`per`), and organisations with a certificate (`org`). */
export interface SimulatedSignIn {
  readonly per: SignInServer;
  readonly org: SignInServer;
  readonly people: readonly SignInPerson[];
  /** The keys of a program that signs people in. The certificate is for `org`. */
  readonly secret: SkatteverketSecret;
  readonly requests: readonly RecordedSignIn[];
  setFaults(plan: readonly SignInRule[]): void;
  /** Ends every sign-in: refresh tokens are unknown, access tokens revoked. */
  endAll(): void;
}
