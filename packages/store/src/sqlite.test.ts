import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { openSqliteStore } from "./sqlite.ts";
import { storeContract } from "./store.contract.ts";

storeContract("SQLite (one file)", async () => {
  const directory = mkdtempSync(join(tmpdir(), "saldovakt-store-"));
  const path = join(directory, "state.db");
  const stores = [openSqliteStore(path)];
  const store = stores[0] as (typeof stores)[0];
  return {
    store,
    another: () => {
      const next = openSqliteStore(path);
      stores.push(next);
      return next;
    },
    texts: async () => rowsOf(path),
    close: async () => {
      for (const open of stores) await open.close();
      rmSync(directory, { recursive: true });
    },
  };
});

storeContract("SQLite (memory)", async () => {
  const store = openSqliteStore(":memory:");
  return { store, another: () => store, close: () => store.close() };
});

/** Every row of every table as text, packed bodies unpacked. */
function rowsOf(path: string): string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const readable = (_: string, value: unknown) =>
    value instanceof Uint8Array ? (value[0] === 0x1f ? gunzipSync(value) : Buffer.from(value)).toString("utf8") : value;
  const rows = tables.flatMap(({ name }) => db.prepare(`SELECT * FROM "${name}"`).all());
  db.close();
  return rows.map((row) => JSON.stringify(row, readable));
}
