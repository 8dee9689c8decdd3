const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in HTML, between tags and in quoted attributes. Characters that HTML forbids are left out. */
const escapeHtml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be left out.
  text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** Markup, every value in it escaped. An object, so that no text can pass for it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

/** HTML from a template: what is put in is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = parts.map((part, index) => writtenPart(part) + (strings[index + 1] ?? ""));
  return { markup: (strings[0] ?? "") + written.join("") };
}

/** Text that is markup already: only ever what stands in this program. */
export const markup = (text: string): Html => ({ markup: text });

function writtenPart(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return "markup" in part ? part.markup : part.map((each) => each.markup).join("");
}
