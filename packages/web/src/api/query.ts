import { type Instant, type PlainDate, plainDate } from "@saldovakt/domain";
import type { Context } from "hono";
import type { Before } from "../ports.ts";
import { refuse } from "./problem.ts";

/** The query parameters of a request, of which none but the known may stand there, and none twice: a misspelt one would change the answer unseen. */
export function readQuery<Name extends string>(c: Context, known: readonly Name[]): Partial<Readonly<Record<Name, string>>> {
  const values: Partial<Record<Name, string>> = {};
  if (!c.req.url.includes("?")) return values;
  for (const [name, value] of new URL(c.req.url).searchParams) {
    const index = known.indexOf(name as Name);
    if (index < 0) throw invalid(c, known.length === 0 ? "There are no query parameters here." : `Here are only: ${list(known)}.`);
    if (values[name as Name] !== undefined) throw invalid(c, `\`${name}\` stands twice.`);
    values[name as Name] = value;
  }
  return values;
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

/** The answer never repeats a value: it might be an identity. */
export const invalid = (c: Context, detail: string) => refuse(c, "QUERY_INVALID", { detail });

export function readFlag(c: Context, name: string, value: string | undefined): boolean {
  if (value === undefined || value === "false") return false;
  if (value === "true") return true;
  throw invalid(c, `\`${name}\` is either \`true\` or \`false\`.`);
}

export function readDay(c: Context, name: string, value: string | undefined): PlainDate | undefined {
  if (value === undefined) return undefined;
  try {
    return plainDate(value);
  } catch {
    throw invalid(c, `\`${name}\` is an existing day, written YYYY-MM-DD.`);
  }
}

export function readCount(c: Context, name: string, value: string | undefined, usual: number, most: number): number {
  if (value === undefined) return usual;
  if (!/^\d{1,6}$/.test(value) || Number(value) < 1 || Number(value) > most)
    throw invalid(c, `\`${name}\` is a whole number from 1 to ${most}.`);
  return Number(value);
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const LONGEST_ID = 200;

/** Where a list goes on, as `next` gives it: opaque to callers. */
export const cursorOf = ({ at, id }: { readonly at: string; readonly id: string }): string =>
  Buffer.from(`${at} ${id}`).toString("base64url");

/** What a `next` says; null for a text that is none. */
export function cursorIn(value: string): Before | null {
  const text = /^[\w-]{1,400}$/.test(value) ? Buffer.from(value, "base64url").toString("utf8") : "";
  const [at = "", id = ""] = [text.slice(0, 24), text.slice(25)];
  const isOurs = MOMENT.test(at) && text[24] === " " && /^[\x21-\x7e]+$/.test(id) && id.length <= LONGEST_ID;
  return isOurs ? { at: at as Instant, id } : null;
}

export function readCursor(c: Context, name: string, value: string | undefined): Before | undefined {
  if (value === undefined) return undefined;
  const found = cursorIn(value);
  if (!found) throw invalid(c, `\`${name}\` is a \`next\` that an earlier answer gave.`);
  return found;
}

/** The first `limit` of one more than that, and where the list goes on if there was one. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  cursor: (last: T) => string,
): { page: readonly T[]; next: { next?: string } } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? { next: cursor(last) } : {} };
}
