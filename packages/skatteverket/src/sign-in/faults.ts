import { type FaultTable, faultsOf } from "@saldovakt/domain";

const AGAIN = "start the sign-in again";

/**
 * Everything that can go wrong with a sign-in, beside the faults every call shares. The addresses, codes and tokens at fault never stand in a
 * message or a cause: a callback is a secret until it is used.
 */
const FAULTS = {
  SKV_SIGN_IN_OVER: [
    "account",
    "nobody is signed in at Skatteverket for this account any more",
    "sign in at Skatteverket again; a sign-in with e-legitimation lasts for hours at most",
  ],
  SKV_SIGN_IN_STALE: ["input", "the sign-in was used already, or took too long", AGAIN],
  SKV_SIGN_IN_MIXED_UP: ["input", "the answer belongs to another sign-in than the one begun in this browser", AGAIN],
  SKV_SIGN_IN_DENIED: [
    "input",
    "the sign-in at Skatteverket was broken off, or the person was turned away",
    "start again, and sign as somebody who may represent the company",
  ],
  SKV_SIGN_IN_REFUSED: [
    "installation",
    "Skatteverket's sign-in refuses the request",
    "check `authorizeUrl`, the OAuth2 client id and that exactly this redirect address is registered with Skatteverket",
  ],
  SKV_SIGN_IN_UNAVAILABLE: ["transient", "Skatteverket's sign-in is out of order for now", "try again later"],
  SKV_SIGN_IN_BUSY: ["transient", "the sign-in is being renewed elsewhere", "try again in a minute"],
  SKV_SIGN_IN_REDIRECT: [
    "installation",
    "the redirect address is not one of those registered",
    "give one of `redirectUris` word for word: https, no query, no fragment",
  ],
  SKV_SIGN_IN_RETURN: ["input", "the page to return to is not one of ours", "give a path that begins with one slash"],
  SKV_SIGN_IN_SETTINGS: [
    "installation",
    "the sign-in at Skatteverket is not configured rightly",
    "check the addresses of the sign-in: https, complete, without fragment",
  ],
  SKV_SIGN_IN_SECRET: [
    "installation",
    "the secret lacks what this kind of sign-in needs",
    "e-legitimation needs `oauth2.clientSecret`; the organisation certificate needs `certificate`",
  ],
  SKV_TOKENS_UNREADABLE: [
    "account",
    "the sign-in kept for this account cannot be opened",
    "sign in at Skatteverket again; what was kept is of no more use",
  ],
  SKV_VAULT_KEY_REFUSED: [
    "installation",
    "the key that guards sign-ins may not be used",
    "check that the key exists and is enabled, and that this program may generate data keys and decrypt with it",
  ],
  SKV_VAULT_KEY_UNAVAILABLE: ["transient", "the key that guards sign-ins cannot be reached", "try again later"],
  SKV_VAULT_KEY_EXPOSED: [
    "installation",
    "the key file that guards sign-ins can be read by others",
    "take the rights of group and others away (chmod 600), then disconnect and sign in again",
  ],
  SKV_VAULT_KEY_UNREADABLE: [
    "installation",
    "the key file that guards sign-ins cannot be read",
    "restore the file from a copy, or move it away: a new one is made, and everybody signs in again",
  ],
} as const satisfies FaultTable;

export type SignInFaultCode = keyof typeof FAULTS;

/** The coded error, with what is particular to this case in place of the general words. */
export const signInFault = faultsOf(FAULTS);
