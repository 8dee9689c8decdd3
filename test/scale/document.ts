const begin = (name: string): string => `<!-- table ${name} -->`;
const END = "<!-- end of table -->";

function bounds(document: string, name: string): readonly [from: number, to: number] {
  const from = document.indexOf(begin(name)) + begin(name).length;
  const to = document.indexOf(END, from);
  if (from < begin(name).length || to < 0) throw new Error(`the document has no place for the table ${name}`);
  return [from, to];
}

/** The table of that name as a document holds it. */
export const tableIn = (document: string, name: string): string => document.slice(...bounds(document, name)).trim();

/** The document with another table of that name. */
export function replaced(document: string, name: string, table: string): string {
  const [from, to] = bounds(document, name);
  return `${document.slice(0, from)}\n${table}\n${document.slice(to)}`;
}
