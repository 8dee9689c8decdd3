import { html } from "hono/html";

export type Markup = ReturnType<typeof html>;
export type Json = Readonly<Record<string, unknown>>;

export const schemaAnchor = (name: string): string => `schema-${name}`;

/** What stands between backquotes, as code. */
export const codeSpans = (text: string): (Markup | string)[] =>
  text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));

/** A schema in a few words; a named one by its name, linked. */
export function typeOf(schema: Json): Markup | string {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return html`<a href="#${schemaAnchor(name)}">${name}</a>`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    const parts = (choices as Json[]).map((part) => typeOf(part));
    return html`${parts.map((part, i) => html`${i > 0 ? " or " : ""}${part}`)}`;
  }
  if (schema.type === "array") return html`list of ${typeOf(schema.items as Json)}`;
  if ("const" in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.enum)) return html`${schema.enum.map((value, i) => html`${i > 0 ? ", " : ""}<code>${String(value)}</code>`)}`;
  return String(schema.format ?? schema.type ?? "any");
}

/** The fields of an object, those of unnamed objects within among them; of one of several, each by itself. */
export function schemaTable(schema: Json): Markup | "" {
  if (Array.isArray(schema.oneOf)) return html`${(schema.oneOf as Json[]).map((choice) => schemaTable(choice))}`;
  const rows = fields(schema, "");
  if (rows.length === 0) return "";
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function fields(schema: Json, prefix: string): Markup[] {
  const required = new Set(Array.isArray(schema.required) ? (schema.required as string[]) : []);
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).flatMap(([name, property]) => {
    const optional = required.has(name) ? "" : html` <span class="aside small">may be absent</span>`;
    const meaning = property.description === undefined ? "" : codeSpans(String(property.description));
    const row = html`<tr><th scope="row"><code>${prefix}${name}</code></th><td>${typeOf(property)}${optional}</td><td>${meaning}</td></tr>`;
    const choices = (property.anyOf ?? []) as readonly Json[];
    const items = property.type === "array" ? (property.items as Json) : (choices.find((choice) => choice.properties) ?? property);
    return [row, ...(items.properties ? fields(items, `${prefix}${name}${property.type === "array" ? "[]" : ""}.`) : [])];
  });
}
