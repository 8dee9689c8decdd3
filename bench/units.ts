// What one account uses of the table: capacity units and bytes, counted by an emulator of DynamoDB. `usage.ts` prints them; `cost.ts` reckons with them.
import { type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type Account, accountId, addDays, DEFAULT_POLICY, fromWhole, instant, type Observation, plainDate, ZERO } from "@saldovakt/domain";
import { recipientsFor, type Source, type WatchPorts, watchAccount } from "@saldovakt/service";
import { createDynamoStore } from "@saldovakt/store/dynamodb";
import { startTable } from "../packages/cli/test/dynamodb.ts";

/** Five booked rows a month for 555 days, as a company with employees has them, and three to come. */
const ROWS = 90;
const TODAY = plainDate("2026-11-23");

function observation(day: number, missing: number): Observation {
  const stamp = instant(Date.parse(`${addDays(TODAY, day)}T05:00:00Z`));
  const charge = (dueDate: string, text: string, kronor: number) => ({
    dueDate: plainDate(dueDate),
    amount: fromWhole(-kronor),
    text,
    kind: "vat" as const,
    estimated: false,
    decidedOn: plainDate("2026-11-10"),
  });
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(60_000 - missing + day),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2026-12-05"),
    asOf: stamp,
    readAt: stamp,
    charges: [
      charge("2026-12-14", "Debiterad preliminärskatt", 18_250),
      charge("2026-12-14", "Arbetsgivaravgift november 2026", 21_713),
      charge("2026-12-28", "Moms okt 2026", 19_020),
    ],
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1657810066627", referenceType: "OCR" },
    history: Array.from({ length: ROWS }, (_, n) => ({
      date: addDays(TODAY, -6 * n),
      text: ["Inbetalning bokförd", "Debiterad preliminärskatt", "Arbetsgivaravgift", "Avdragen skatt", "Moms"][n % 5] as string,
      amount: fromWhole(((n * 7_919) % 90_000) - 45_000),
      rowId: String(90_000_000 + n * 37),
    })),
    historyFrom: addDays(TODAY, -555),
    warnings: [],
  };
}

/** As DynamoDB counts: every attribute's name and value. */
async function stored(client: DynamoDBClient): Promise<number> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: "state" }));
  const sizes = Items.flatMap(Object.entries).map(
    ([name, { S, N, B }]) => name.length + Buffer.byteLength(S ?? N ?? "") + (B?.length ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export interface Units {
  read: number;
  write: number;
}

export interface TableUsage {
  readonly firstReading: Units;
  readonly quietReading: Units;
  readonly tellingReading: Units;
  readonly delivery: Units;
  /** Two reservations of two calls each. */
  readonly reservations: Units;
  readonly bytesQuiet: number;
  readonly bytesWithAlert: number;
}

/** Starts an emulator, reads one account on three days, and says what that took. */
export async function tableUsage(): Promise<TableUsage> {
  const { client, stop } = await startTable("state");
  const units: Units = { read: 0, write: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const asking = { ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } } as typeof args;
      const result = await next(asking);
      const used = (result.output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity?.CapacityUnits ?? 0;
      const reads = /^(Get|Query|Scan)/.test(String((context as { commandName?: string }).commandName));
      units[reads ? "read" : "write"] += used;
      return result;
    },
    { step: "initialize" },
  );
  const store = createDynamoStore({ client, table: "state" });
  const account: Account = {
    id: accountId(Uint8Array.from({ length: 20 }, (_, n) => n)),
    source: "skatteverket",
    identity: "165781006662",
    name: "Exempelbolaget i Norrköping AB",
    origin: "command",
    addedAt: instant(0),
  };
  await store.addAccount(account);
  let now = observation(0, 0);
  const source: Source = { read: async () => now };
  const ports: WatchPorts = {
    records: store,
    sources: () => source,
    queue: { send: async () => undefined },
    recipients: recipientsFor([], store),
    policyFor: () => DEFAULT_POLICY,
    clock: { now: () => now.readAt, today: () => plainDate(now.readAt.slice(0, 10)) },
    journal: { accountRead: () => undefined, accountFailed: () => undefined, deliveryTried: () => undefined },
  };
  /** What the table counts while something is done. */
  const during = async (act: () => Promise<unknown>): Promise<Units> => {
    Object.assign(units, { read: 0, write: 0 });
    await act();
    return { ...units };
  };
  const reading = (next: Observation): Promise<Units> => {
    now = next;
    return during(() => watchAccount(account.id, ports));
  };
  const firstReading = await reading(now);
  const quietReading = await reading(observation(1, 0));
  const bytesQuiet = await stored(client);
  const tellingReading = await reading(observation(2, 40_000));
  const bytesWithAlert = await stored(client);
  const record = {
    id: "d",
    accountId: account.id,
    recipient: "hook",
    alertType: "shortfall.detected",
    status: "delivered",
    attempts: 1,
  } as const;
  const delivery = await during(async () => {
    await store.delivery("d");
    await store.account(account.id);
    await store.isRecipientDisabled("hook");
    await store.putDelivery({ ...record, firstAt: now.readAt, lastAt: now.readAt });
  });
  const reservations = await during(async () => {
    await store.reserveSlots("s", 2, 250, 0);
    await store.reserveSlots("s", 2, 250, 0);
  });
  await stop();
  return { firstReading, quietReading, tellingReading, delivery, reservations, bytesQuiet, bytesWithAlert };
}
