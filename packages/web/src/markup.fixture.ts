/** Reads markup strictly, for tests: every element closed, every attribute quoted. No browser is this unforgiving. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const VOID = new Set(["meta", "link", "input", "br", "hr", "img"]);
const ENTITY: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

function decode(text: string): string {
  return text.replace(/&[^;\s]*;?/g, (entity) => {
    const character = ENTITY[entity];
    if (character === undefined) throw new Error(`a bare or unknown entity: ${entity}`);
    return character;
  });
}

/** The root element. Throws where something is not closed, not quoted or not escaped. */
export function parseMarkup(markup: string): Element {
  const root: Element = { name: "#root", attributes: {}, children: [] };
  const open: Element[] = [root];
  const token = /<!doctype html>|<\?xml [^>]*\?>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
  let position = 0;
  for (let match = token.exec(markup); match; match = token.exec(markup)) {
    position = token.lastIndex;
    const parent = open.at(-1) as Element;
    const [text, closing, name, attributes = "", selfClosing] = match;
    if (name === undefined) {
      if (!text.startsWith("<")) parent.children.push(parent.name === "style" ? text : decode(text));
    } else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
    } else {
      const read = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
        ([, key, value]) => [key as string, decode(value as string)] as const,
      );
      if (new Set(read.map(([key]) => key)).size < read.length) throw new Error(`<${name}> has an attribute twice`);
      const element: Element = { name, attributes: Object.fromEntries(read), children: [] };
      parent.children.push(element);
      if (!selfClosing && !VOID.has(name)) open.push(element);
    }
  }
  if (position !== markup.length) throw new Error(`not understood: ${markup.slice(position, position + 60)}`);
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  const first = root.children.find((child) => typeof child !== "string");
  if (typeof first !== "object") throw new Error("no element");
  return first;
}

/** The element and everything within, in the order of the text. */
export function* walk(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) if (typeof child !== "string") yield* walk(child);
}

export const all = (element: Element, name: string): Element[] => [...walk(element)].filter((each) => each.name === name);

export const byClass = (element: Element, name: string): Element[] =>
  [...walk(element)].filter((each) => (each.attributes.class ?? "").split(" ").includes(name));

export const textOf = (element: Element): string =>
  element.children
    .map((child) => (typeof child === "string" ? child : textOf(child)))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
