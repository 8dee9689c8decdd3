// Another process at the same state file: `node process.ts <job> <path> <name>`. Says on stdout what was acknowledged, one line a write.
import { accountId } from "@saldovakt/domain";
import { at, sampleAccount, sampleDelivery, sampleObservation, sampleRecord } from "../src/contract/samples.fixture.ts";
import { openSqliteStore } from "../src/sqlite.ts";

const [job, path = "", name = ""] = process.argv.slice(2);
const store = openSqliteStore(path);
const account = sampleAccount(1);

/** Writes without end, four writers at once, until it is killed. */
async function writeOn(): Promise<void> {
  await store.addAccount(account);
  const writer = async (first: number): Promise<void> => {
    for (let number = first; ; number += 4) {
      await store.putDelivery(sampleDelivery(account, number, { status: "delivered" }));
      await store.putObservation(account.id, sampleObservation(account, { readAt: at(number) }));
      await store.enqueue([{ id: `message ${number}`, body: account.id, notBefore: at(number) }]);
      process.stdout.write(`${number}\n`);
    }
  };
  await Promise.all([1, 2, 3, 4].map(writer));
}

/**
 * Forty rounds against another process that does the same; says which slots and which versions it got, and whether its own account was
 * added.
 */
async function contend(): Promise<void> {
  const own = { ...account, id: accountId(Buffer.from(name.padEnd(20))) };
  const { added } = await store.addAccount(own);
  const standing = await store.findAccount(account.source, account.identity);
  const id = standing?.id ?? own.id;
  const slots: number[] = [];
  const versions: number[] = [];
  for (let round = 0; round < 40; round++) {
    slots.push(await store.reserveSlots("shared", 2, 250, 1_000));
    const { version } = await store.record(id);
    if (await store.putRecord(id, version, sampleRecord([round + 1]))) versions.push(version + 1);
  }
  process.stdout.write(JSON.stringify({ added, slots, versions }));
  await store.close();
}

await (job === "contend" ? contend() : writeOn());
