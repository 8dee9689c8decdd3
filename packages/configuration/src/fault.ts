import { inputError, type SaldovaktError } from "@saldovakt/domain";
import type * as z from "zod/mini";
import { nearest } from "./nearest.ts";

/** Where a fault stands, as people write it: `accounts[2].identity`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("");
}

/** A fault of the configuration. `field` is empty for the configuration as a whole; `what` never repeats what stands in it. */
export const invalid = (field: string, what: string, remedy: string): SaldovaktError =>
  inputError("CONFIGURATION_INVALID", `${field === "" ? "the configuration" : field} ${what}`, remedy);

/** What the schema says of each leaf: what is wrong with it, and how to write it. zod carries one text, so both travel in it. */
const SEPARATOR = "\n";
export const complaint = (what: string, remedy: string): string => what + SEPARATOR + remedy;

/** A key is shown for the sake of its typing error; one that could be a number of somebody's, or a pasted secret, is not. */
const shown = (key: string): string => (/^[\w$.-]{1,40}$/.test(key) && !/\d{5}/.test(key) ? key : "(a key that is not shown)");

type Issue = z.core.$ZodIssue;

function unknownKey(issue: Issue & { readonly code: "unrecognized_keys" }, known: readonly string[]): SaldovaktError {
  const [key = ""] = issue.keys;
  const name = shown(key);
  const like = nearest(key, known);
  const remedy = like === null ? `leave it out; known here are ${known.join(", ")}` : `write ${fieldName([...issue.path, like])}`;
  return invalid(fieldName([...issue.path, name]), "is not a known key", remedy);
}

/**
 * The fault of a configuration to tell first. An unknown key goes before what is missing: the one is often the other, misspelt. `keysAt`
 * gives the keys known at a place.
 */
export function faultOf(error: z.core.$ZodError, keysAt: (path: readonly PropertyKey[]) => readonly string[]): SaldovaktError {
  const { issues } = error;
  const unknown = issues.find((issue) => issue.code === "unrecognized_keys");
  const [first] = issues;
  if (unknown) return unknownKey(unknown, keysAt(unknown.path));
  const [what = "", remedy = ""] = (first?.message ?? "").split(SEPARATOR);
  return invalid(fieldName(first?.path ?? []), what, remedy);
}
