import { createHmac, randomBytes } from "node:crypto";
import type { SourceName } from "@saldovakt/domain";
import { unreadable } from "../faults.ts";
import { type Calls, type Item, type Key, key } from "./calls.ts";

/**
 * The key of the item that says which account watches an identity. Keys show up in metrics, traces and audit logs, and a plain hash of a
 * personnummer is undone by trying them all; hence an HMAC, whose secret lies in the table and nowhere else. Whoever reads the table may
 * read the identities anyway.
 */
export function lookupKeys(calls: Calls): (source: SourceName, identity: string) => Promise<Key> {
  let secret: Promise<Uint8Array> | undefined;

  /** The installation's secret. Of several first callers one writes it, and the others take that one. */
  async function read(): Promise<Uint8Array> {
    const where = key("INSTALLATION", "LOOKUP");
    let standing: Item | undefined = await calls.get(where);
    if (!standing) {
      const made = { ...where, secret: { B: randomBytes(32) } };
      // Wins only when none stands: a second secret would hide every account that was added under the first.
      const outcome = await calls.put(made, { expression: "attribute_not_exists(#PK)" });
      standing = outcome.won ? made : outcome.standing;
    }
    if (!standing?.secret?.B) throw unreadable("the table's look-up secret is missing", "restore the table from a backup");
    return standing.secret.B;
  }

  return async (source, identity) => {
    secret ??= read().catch((fault) => {
      secret = undefined; // asked again by the next caller
      throw fault;
    });
    const digest = createHmac("sha256", await secret)
      .update(`${source}\0${identity}`)
      .digest("hex");
    return key(`IDENTITY#${digest}`, "IDENTITY");
  };
}
