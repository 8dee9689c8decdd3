// The simulated day: prints the tables of docs/scale.md. `node test/scale/run.ts --write` puts them into the document, and draws its picture anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "./clock.ts";
import { simulateDay } from "./day.ts";
import { replaced } from "./document.ts";
import { picture } from "./picture.ts";
import { dayTable, rateTable, totals, waitsTable } from "./report.ts";
import { waits } from "./weeks.ts";

const ACCOUNTS = 100_000;
const plain = await simulateDay({ accounts: ACCOUNTS });
const closed = await simulateDay({ accounts: ACCOUNTS, troubles: [{ from: at("12:00"), to: at("14:00"), kind: "closed" }] });
const slow = await Promise.all([3, 2, 1].map(waits));

const tables = { day: dayTable(plain, closed), totals: totals(plain, closed), rates: rateTable(ACCOUNTS), waits: waitsTable(slow) };
for (const [name, text] of Object.entries(tables)) console.log(`${name}\n\n${text}\n`);

if (process.argv.includes("--write")) {
  const docs = join(import.meta.dirname, "../../docs");
  const file = join(docs, "scale.md");
  let text = readFileSync(file, "utf8");
  for (const [name, content] of Object.entries(tables)) text = replaced(text, name, content);
  writeFileSync(file, text);
  writeFileSync(join(docs, "scale.svg"), picture(plain, closed));
}
