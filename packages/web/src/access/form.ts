import type { Context } from "hono";

/** The fields of a form of ours are few and short. */
const USUAL_BYTES = 16_384;

/** The fields of a form that was sent, files among them; null where the body is no form or larger than `most` bytes. */
export async function readForm(c: Context, most = USUAL_BYTES): Promise<FormData | null> {
  const form = await readFormOrWhy(c, most);
  return form instanceof FormData ? form : null;
}

/** The same, or why there is none. Counts what arrives, whatever its length was said to be. */
export async function readFormOrWhy(c: Context, most: number): Promise<FormData | "no form" | "too large"> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)(?:;|$)/i.test(type)) return "no form";
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of c.req.raw.body ?? []) {
    size += part.byteLength;
    if (size > most) return "too large";
    parts.push(part);
  }
  try {
    return await new Response(Buffer.concat(parts), { headers: { "content-type": type } }).formData();
  } catch {
    return "no form";
  }
}

/** A field that is text, trimmed; empty where there is none. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
