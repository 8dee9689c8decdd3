import type * as z from "zod";
import { Problem } from "../schemas.ts";

export type Json = Readonly<Record<string, unknown>>;

export const TAGS = {
  Accounts: "The accounts watched, and how.",
  Forecast:
    "What will be on an account at every coming due date, and what to pay by when; also as files for banks, spreadsheets and calendars.",
  Authority: "The authority's own operations, read live within the call rate it allows.",
  Payments: "Payments under way, so that no alarm asks for the same money twice.",
  Alerts: "What was told of an account.",
  Recipients: "Who is told, and what became of it.",
  People: "Who may sign in, in which groups the accounts are, and who did what.",
  Service: "The service itself and its documentation.",
} as const;

export interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Json;
  readonly example?: unknown;
}

export interface Content {
  readonly type: string;
  /** Absent for what is no JSON. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
}

/** One route in words and shapes. */
export interface Described {
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly Parameter[];
  readonly headers?: readonly Parameter[];
  /** Null: open to everybody. */
  readonly scope: "read" | "write" | "admin" | null;
  readonly body?: Content;
  /** Of what is read: made anew each time, so that there is no `ETag` to compare. */
  readonly conditional?: false;
  readonly answers: Readonly<Record<number, { readonly description: string; readonly content?: Content }>>;
  readonly problems: readonly number[];
}

export const json = (schema: z.ZodType, example?: unknown): Content => ({
  type: "application/json",
  schema,
  ...(example ? { example } : {}),
});
export const ok = (description: string, content: Content): Described["answers"] => ({ 200: { description, content } });

/** Where a key is asked for. */
export const KEYED = [400, 401, 403, 414, 429, 500, 502, 503] as const;
export const OF_ACCOUNT = [...KEYED, 404, 409] as const;
/** What a body may add. */
export const WITH_BODY = [413, 415] as const;

export const DUE_DATE: Parameter = {
  name: "dueDate",
  description: "One of the forecast's due dates.",
  schema: { type: "string", format: "date" },
  example: "2026-12-14",
};

export const PAYMENT: Parameter = {
  name: "payment",
  description: "One of that due date's payments, counted from 1 in the forecast's order. Only with `dueDate`.",
  schema: { type: "integer", minimum: 1, maximum: 9_999 },
};

export const pageOf = (most: number, usual: number): Parameter => ({
  name: "limit",
  description: "How many at most.",
  schema: { type: "integer", minimum: 1, maximum: most, default: usual },
});

export const cursor = (name: "after" | "before"): Parameter => ({
  name,
  description: "`next` of the page before.",
  schema: { type: "string", maxLength: 400 },
});

export const ofProblem: Content = { type: "application/problem+json", schema: Problem };
