import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

/** Every page, by its path from the root. */
export const PAGES: readonly string[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export const page = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The fenced blocks whose fence says exactly so: "json saldovakt.json". */
export const blocks = (text: string, fence: string): readonly string[] =>
  [...text.matchAll(/^```(.*)\n([\s\S]*?)^```/gm)].filter(([, said]) => said === fence).map(([, , content = ""]) => content);

const cells = (line: string): readonly string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The rows of all tables whose first column has that title, by the columns' titles. */
export function rows(text: string, title: string): readonly Readonly<Record<string, string>>[] {
  const tables = text.match(/^\|.*\n\|[-| :]+\n(\|.*\n)*/gm) ?? [];
  return tables.flatMap((table) => {
    const [head = "", , ...lines] = table.trim().split("\n");
    const titles = cells(head);
    if (titles[0] !== title) return [];
    return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [titles[index] ?? "", cell])));
  });
}

/** What stands between single backticks. */
export const quoted = (text: string): readonly string[] => [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, inside = ""]) => inside);

/** Text without its code, where brackets mean nothing. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** Targets of links to other places of the project. */
export const links = (text: string): readonly string[] =>
  [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((target) => !/^[a-z]+:/.test(target));

/** The anchors that a page's headings make, as code hosts make them. */
export const anchors = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
