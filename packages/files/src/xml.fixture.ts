import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Reads XML strictly, for tests: every element closed, every attribute quoted, every entity known. */

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

const ENTITY: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  if (/[\p{Cs}\ufffe\uffff]|(?![\t\n\r])\p{Cc}/u.test(text)) throw new Error("a character that XML does not take");
  return text.replace(/&([^;]*;?)/g, (_, entity: string) => {
    const character = entity.endsWith(";") ? ENTITY[entity.slice(0, -1)] : undefined;
    if (character === undefined) throw new Error(`a bare or unknown entity: &${entity}`);
    return character;
  });
}

export function parseXml(xml: string): Node {
  interface Open {
    name: string;
    attributes: Record<string, string>;
    children: Node[];
    text: string;
  }
  const root: Open = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const token = /<\?xml version="1.0" encoding="UTF-8"\?>|<(\/?)([A-Za-z][\w.-]*)((?: [A-Za-z][\w.:-]*="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    end = token.lastIndex;
    const [, closing, name, attributes = "", empty, text] = match;
    const top = open.at(-1) as Open;
    if (text !== undefined) top.text += decode(text);
    else if (name === undefined) continue;
    else if (closing) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const read = [...attributes.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, key, value]) => [key as string, decode(value as string)]);
      const element: Open = { name, attributes: Object.fromEntries(read), children: [], text: "" };
      top.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (end !== xml.length) throw new Error(`not understood: ${xml.slice(end, end + 60)}`);
  if (open.length > 1 || root.children.length !== 1 || root.text.trim() !== "") throw new Error("not one element, closed");
  return root.children[0] as Node;
}

/** Every element under that path of names. */
export function at(node: Node, path: string): Node[] {
  return path
    .split("/")
    .reduce<Node[]>((nodes, name) => nodes.flatMap((each) => each.children.filter((child) => child.name === name)), [node]);
}

export const textAt = (node: Node, path: string): string[] => at(node, path).map((each) => each.text);

const XMLLINT = process.env.XMLLINT ?? "xmllint";
const SCHEMA = process.env.PAIN_SCHEMA ?? join(import.meta.dirname, "../../../../shared/schemas/pain.001.001.03.xsd");

function runs(): boolean {
  try {
    execFileSync(XMLLINT, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Why files cannot be checked against ISO's schema here; null where they can. The schema is ISO's and no part of this project. */
export const schemaMissing: string | null = !existsSync(SCHEMA)
  ? "ISO's schema pain.001.001.03.xsd is not here (PAIN_SCHEMA)"
  : runs()
    ? null
    : "xmllint is not here (Debian package libxml2-utils, or XMLLINT)";

/** What xmllint says of the files. Throws, with its words, where one of them is not valid. */
export const validate = (files: readonly string[]): string =>
  execFileSync(XMLLINT, ["--nonet", "--noout", "--schema", SCHEMA, ...files], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
