import { type PlainDate, plainDate } from "@saldovakt/domain";
import type { Context } from "hono";
import { refuse } from "./problem.ts";
import { withoutIds } from "./route.ts";

/** The query parameters of a request, of which none but the known may stand there, and none twice: a misspelt one would change the answer unseen. */
export function readQuery<Name extends string>(c: Context, known: readonly Name[]): Partial<Readonly<Record<Name, string>>> {
  const values: Partial<Record<Name, string>> = {};
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
const invalid = (c: Context, detail: string) => refuse("QUERY_INVALID", withoutIds(c.req.path), { detail });

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
