import { randomBytes } from "node:crypto";
import { type Instant, instant } from "@saldovakt/domain";
import * as z from "zod/mini";
import type { DataKeys, KeyContext } from "./data-keys.ts";
import { signInFault } from "./faults.ts";
import { gcmOpen, gcmSeal } from "./gcm.ts";
import type { UserTokens } from "./tokens.ts";

/** Tokens at rest: sealed for one account, opened for that account alone. */
export interface TokenVault {
  /** Fetches a new data key now, so that sealing itself cannot fail once the tokens are there. */
  sealer(account: string): Promise<(tokens: UserTokens) => string>;
  /** Throws `SKV_TOKENS_UNREADABLE` for whatever was not sealed for this account, under this master key, or was touched since. */
  open(account: string, sealed: string): Promise<UserTokens>;
}

const VERSION = 1;

const date = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
const text = z.string().check(z.minLength(1));
const SHAPE = z.strictObject({
  kind: z.enum(["per", "org"]),
  signedInAt: date,
  accessToken: text,
  accessUntil: date,
  renewal: z.nullable(z.strictObject({ token: text, until: date, left: z.int() })),
});

/** Opaque ids are no secret: AWS notes them down with every use of the key. */
const contextOf = (account: string): KeyContext => ({ "saldovakt:account": account, "saldovakt:purpose": "skatteverket-sign-in" });

const moment = (stamp: string): Instant => instant(Date.parse(stamp));

/** Head (version, length of the wrapped key, the wrapped key) and account: a ciphertext fits no other of either. */
const bound = (head: Uint8Array, account: string): Buffer => Buffer.concat([head, Buffer.from(account, "utf8")]);

/**
 * Envelope encryption: each sealing has a data key of its own, which lies beside the ciphertext, wrapped under the master key. Layout, in base64url: version
 * (1 byte), length of the wrapped key (2), wrapped key, nonce (12), ciphertext, tag (16).
 */
export function tokenVault(keys: DataKeys, random: (bytes: number) => Uint8Array = randomBytes): TokenVault {
  return {
    async sealer(account) {
      const { plain, wrapped } = await keys.generate(contextOf(account));
      if (wrapped.length > 0xffff) throw signInFault("SKV_VAULT_KEY_REFUSED", { message: "the wrapped data key is longer than any known" });
      const head = Buffer.concat([Uint8Array.of(VERSION, wrapped.length >> 8, wrapped.length & 0xff), wrapped]);
      let used = false;
      return (tokens) => {
        if (used) throw new Error("a data key seals once");
        used = true;
        const sealed = gcmSeal(plain, Buffer.from(JSON.stringify(tokens), "utf8"), bound(head, account), random);
        plain.fill(0);
        return Buffer.concat([head, sealed]).toString("base64url");
      };
    },
    async open(account, sealed) {
      const bytes = /^[A-Za-z0-9_-]+$/.test(sealed) ? Buffer.from(sealed, "base64url") : Buffer.alloc(0);
      const headLength = 3 + (bytes.length >= 3 ? bytes.readUInt16BE(1) : 0);
      // Written out again it must be the same text: base64url has spare bits, which nothing would guard.
      if (bytes[0] !== VERSION || bytes.length <= headLength || headLength === 3 || bytes.toString("base64url") !== sealed) {
        throw signInFault("SKV_TOKENS_UNREADABLE");
      }
      const head = bytes.subarray(0, headLength);
      const plain = await keys.unwrap(head.subarray(3), contextOf(account));
      const opened = gcmOpen(plain, bytes.subarray(headLength), bound(head, account));
      plain.fill(0);
      const tokens = opened && parsed(opened.toString("utf8"));
      if (!tokens) throw signInFault("SKV_TOKENS_UNREADABLE");
      return tokens;
    },
  };
}

/** What was sealed by an older or newer program may have another shape. No error of the parser gets out: it would quote the tokens. */
function parsed(json: string): UserTokens | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const { success, data } = SHAPE.safeParse(value);
  if (!success) return null;
  const { renewal, signedInAt, accessUntil, ...rest } = data;
  return {
    ...rest,
    signedInAt: moment(signedInAt),
    accessUntil: moment(accessUntil),
    renewal: renewal && { ...renewal, until: moment(renewal.until) },
  };
}
