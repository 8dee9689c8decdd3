/** Text with the characters escaped that mean something in XML. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[character] ?? "");

/** What stands within an element: its text, or elements in the order they are written; null leaves one out. */
export type Content = string | readonly (Element | null)[];

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: Content;
}

export const element = (name: string, content: Content, attributes: Readonly<Record<string, string>> = {}): Element => ({
  name,
  attributes,
  content,
});

/** The element and all within it, two spaces deeper on each level, ending with a line break. Names are trusted, texts escaped. */
export function written({ name, attributes, content }: Element, indent = ""): string {
  const open = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join("")}>`;
  if (typeof content === "string") return `${open}${escapeXml(content)}</${name}>\n`;
  const inner = content.map((child) => (child === null ? "" : written(child, `${indent}  `))).join("");
  return `${open}\n${inner}${indent}</${name}>\n`;
}
