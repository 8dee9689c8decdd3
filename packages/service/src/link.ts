import { createHmac, timingSafeEqual } from "node:crypto";
import { type AccountId, epochMs, type Instant, instant, isAccountId, SaldovaktError } from "@saldovakt/domain";
import type { Facts } from "./installation.ts";

/**
 * Addresses that open one thing for whoever holds them: an account's page, read-only and for a time, what its owner is to do to appoint us, or the end of a recipient's messages. Each is
 * a few bytes and a code over them that only this installation's key can make. The purpose is part of the code, so that a token of one kind is none
 * of the other.
 */
type Purpose = "page" | "appoint" | "unsubscribe";

const VERSION = 1;
/** Half of SHA-256: the least RFC 2104 allows, and beyond any guessing. Texts are short. */
const CODE_BYTES = 16;
const KEY_BYTES = 32;
const ID_PREFIX = "acc_";
const ID_CHARACTERS = 20;
const EXPIRY_BYTES = 5;

/** A link to a page opens it for at most so many days. */
export const LINK_DAYS = 30;
const DAY_MS = 86_400_000;

/** Longer than any token of ours: nothing longer is even decoded. */
const LONGEST_TOKEN = 512;

const FACT = "links.key";

export interface PageLink {
  readonly account: AccountId;
  readonly expiresAt: Instant;
}

const code = (key: string, purpose: Purpose, content: Uint8Array): Buffer =>
  createHmac("sha256", Buffer.from(key, "base64url")).update(`saldovakt ${purpose}\0`).update(content).digest().subarray(0, CODE_BYTES);

const sealed = (key: string, purpose: Purpose, content: Uint8Array): string =>
  Buffer.concat([content, code(key, purpose, content)]).toString("base64url");

/** What the token holds, if it is ours to the last character: one byte has several spellings in base64, and only one of them opens. */
function opened(key: string, purpose: Purpose, token: string): Buffer | null {
  if (token.length > LONGEST_TOKEN) return null;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length <= CODE_BYTES || bytes[0] !== VERSION) return null;
  const content = bytes.subarray(0, -CODE_BYTES);
  const [given, right] = [Buffer.from(token), Buffer.from(sealed(key, purpose, content))];
  return given.length === right.length && timingSafeEqual(given, right) ? content : null;
}

function signLink(key: string, purpose: Purpose, account: AccountId, expiresAt: Instant, now: Instant): string {
  const expiry = Math.min(epochMs(expiresAt), epochMs(now) + LINK_DAYS * DAY_MS);
  const content = Buffer.alloc(1 + ID_CHARACTERS + EXPIRY_BYTES);
  content[0] = VERSION;
  content.write(account.slice(ID_PREFIX.length), 1, "latin1");
  content.writeUIntBE(Math.floor(expiry / 1000), 1 + ID_CHARACTERS, EXPIRY_BYTES);
  return sealed(key, purpose, content);
}

function verifyLink(key: string, purpose: Purpose, token: string, now: Instant): PageLink | null {
  const content = opened(key, purpose, token);
  if (content?.length !== 1 + ID_CHARACTERS + EXPIRY_BYTES) return null;
  const account = `${ID_PREFIX}${content.toString("latin1", 1, 1 + ID_CHARACTERS)}`;
  const expiresAt = instant(content.readUIntBE(1 + ID_CHARACTERS, EXPIRY_BYTES) * 1000);
  return isAccountId(account) && now < expiresAt ? { account, expiresAt } : null;
}

/** The token that opens an account's page until `expiresAt` (to the second), or until `LINK_DAYS` after `now` if that is sooner. */
export const signPageLink = (key: string, account: AccountId, expiresAt: Instant, now: Instant): string =>
  signLink(key, "page", account, expiresAt, now);

/** What the token opens; null for one that is forged, altered, over, of another purpose or signed with a key since replaced. */
export const verifyPageLink = (key: string, token: string, now: Instant): PageLink | null => verifyLink(key, "page", token, now);

/** The token that opens what the account's owner is to do to appoint us, and nothing of the account itself. It ends as `signPageLink`'s does. */
export const signAppointLink = (key: string, account: AccountId, expiresAt: Instant, now: Instant): string =>
  signLink(key, "appoint", account, expiresAt, now);

/** Whose owner the token is for; null as for `verifyPageLink`. */
export const verifyAppointLink = (key: string, token: string, now: Instant): PageLink | null => verifyLink(key, "appoint", token, now);

const daysOn = (now: Instant): Instant => instant(epochMs(now) + LINK_DAYS * DAY_MS);

/** The address of the page that tells the account's owner how to appoint us, for `LINK_DAYS`. */
export const appointLink = (publicUrl: string, key: string, account: AccountId, now: Instant): string =>
  `${publicUrl.replace(/\/+$/, "")}/appoint/${signAppointLink(key, account, daysOn(now), now)}`;

/** The address of a link to an account's page that holds for `LINK_DAYS`. `publicUrl` is where people reach the pages: `https://host`. */
export function pageLink(publicUrl: string, key: string, account: AccountId, now: Instant): string {
  const expiresAt = daysOn(now);
  return `${publicUrl.replace(/\/+$/, "")}/link/${signPageLink(key, account, expiresAt, now)}`;
}

/** The token by which whoever gets a recipient's messages can end them. Holds until the key is replaced: old mails shall work too. */
export const signUnsubscribe = (key: string, recipient: string): string =>
  sealed(key, "unsubscribe", Buffer.concat([Uint8Array.of(VERSION), Buffer.from(recipient)]));

/** The address of the page on which a recipient's messages are ended. */
export const unsubscribeLink = (publicUrl: string, key: string, recipient: string): string =>
  `${publicUrl.replace(/\/+$/, "")}/unsubscribe/${signUnsubscribe(key, recipient)}`;

/** The recipient whose messages the token ends; null for one that is not ours. */
export function verifyUnsubscribe(key: string, token: string): string | null {
  const content = opened(key, "unsubscribe", token);
  return content === null ? null : content.toString("utf8", 1);
}

/** Bytes fit for secrets. */
export type RandomBytes = (count: number) => Uint8Array;

const newKey = (random: RandomBytes): string => Buffer.from(random(KEY_BYTES).subarray(0, KEY_BYTES)).toString("base64url");

/** The installation's key for links, made on first use. Of two processes that make one at the same time, both use that of the first. */
export async function linkKey(facts: Facts, random: RandomBytes): Promise<string> {
  const kept = await facts.fact(FACT);
  if (kept) return kept.value;
  const made = newKey(random);
  if (await facts.putFact(FACT, made, 0)) return made;
  const first = await facts.fact(FACT);
  if (first) return first.value;
  throw unsettled();
}

const TRIES = 5;

/** Replaces the key, so that every link and every unsubscribe address handed out before opens nothing. */
export async function rotateLinkKey(facts: Facts, random: RandomBytes): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    const version = (await facts.fact(FACT))?.version ?? 0;
    if (await facts.putFact(FACT, newKey(random), version)) return;
  }
  throw unsettled();
}

const unsettled = (): SaldovaktError =>
  new SaldovaktError("others were changing the key for links at the same time", {
    code: "LINK_KEY_UNSETTLED",
    scope: "transient",
    remedy: "try again in a moment",
  });
