import type { Context } from "hono";
import { bytesOf } from "../api/body.ts";

/** The fields of a form of ours are few and short. */
const USUAL_BYTES = 16_384;

/** The fields of a form that was sent, files among them; null where the body is no form or larger than `most` bytes. */
export async function readForm(c: Context, most = USUAL_BYTES): Promise<FormData | null> {
  const form = await readFormOrWhy(c, most);
  return form instanceof FormData ? form : null;
}

/** The same, or why there is none. */
export async function readFormOrWhy(c: Context, most: number): Promise<FormData | "no form" | "too large"> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)(?:;|$)/i.test(type)) return "no form";
  const bytes = await bytesOf(c, most);
  if (!bytes) return "too large";
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return "no form";
  }
}

/** A field that is text, trimmed; empty where there is none. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
