import { join } from "node:path";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

const EXAMPLE = join(import.meta.dirname, "../../../../docs/example-kontoutdrag.csv");
const CLIENT = "165790000037";

let here: Installation;
beforeAll(async () => {
  here = await install({ companies: [{ identity: CLIENT, name: "Kunden AB", ombud: false }] } as never);
  await here.configure({ accounts: [], recipients: [{ channel: "console" }] });
});
afterAll(() => here.close());

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);

interface Line {
  readonly action: string;
  readonly changes?: readonly string[];
  readonly account?: string;
  readonly about?: string;
  readonly outcome: string;
  readonly principal: { readonly kind: string };
}

describe("what commands change", () => {
  it("is written down, and to what; what changes nothing is not", async () => {
    const { id } = await json("accounts", "add", CLIENT);
    await run("accounts", "add", CLIENT); // watched already
    await run("accounts", "set", id, "--name", "Kunden Nya AB", "--reserve", "500");
    await run("accounts", "set", id, "--pay-days-before", "2");
    await run("accounts", "list");
    const payment = (await json("payments", "add", id, "1200")).id;
    await run("payments", "remove", id, payment);
    expect((await run("payments", "remove", id, CLIENT)).status).toBe(2);
    const key = (await json("keys", "add", "--scope", "read")).id;
    await run("keys", "revoke", key);
    expect((await run("keys", "revoke", CLIENT)).status).toBe(2);
    await run("keys", "rotate-links");
    expect((await run("ombud", "link", id, "--asked")).status).toBe(0);
    await run("ombud", "link", id);
    const [recipient] = (await json("recipients", "list")).recipients;
    await run("recipients", "enable", recipient.key); // not switched off
    const store = openSqliteStore(join(here.dir, "saldovakt.db"));
    await store.disableRecipient(recipient.key, "2026-11-23T08:00:00.000Z" as never);
    await store.close();
    await run("recipients", "enable", recipient.key);
    const brought = (await json("import", EXAMPLE)).account.id;
    await run("import", EXAMPLE, "--account", brought);
    await run("accounts", "remove", id);

    const { lines } = (await json("audit")) as { lines: Line[] };
    expect(new Set(lines.map(({ principal }) => principal.kind))).toEqual(new Set(["command"]));
    expect(new Set(lines.map(({ outcome }) => outcome))).toEqual(new Set(["permitted"]));
    expect(lines.toReversed().map(({ action, changes = [], account, about }) => [action, changes.join(" "), account, about])).toEqual([
      ["account.add", "", undefined, undefined],
      ["account.add", "", id, undefined],
      ["account.change", "name policy", id, undefined],
      ["account.change", "policy", id, undefined],
      ["payment.register", "", id, payment],
      ["payment.withdraw", "", id, payment],
      ["keys.change", "added", undefined, key],
      ["keys.change", "revoked", undefined, key],
      ["keys.change", "links-rotated", undefined, undefined],
      ["account.change", "permission-asked", id, undefined],
      ["recipients.change", "enabled", undefined, recipient.key],
      ["account.add", "", undefined, undefined],
      ["account.add", "", brought, undefined],
      ["statement.import", "", brought, undefined],
      ["account.remove", "", id, undefined],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/165790000037|Kunden|1200/);
  });
});
