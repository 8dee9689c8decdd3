import { randomBytes } from "node:crypto";
import { recipientKey } from "@saldovakt/delivery";
import { type AccountId, groupId, instant, userId } from "@saldovakt/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { grants, naming } from "../infra/mutate.ts";
import { COVERED, SHORT } from "./companies.ts";
import { absent, production } from "./granted.ts";
import { callFaults, itKeepsToTheRecord } from "./held.ts";
import type { Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, TODAY, type World } from "./world.ts";

// Recipients added by hand, before the bundled functions: whoever added one must still reach the account, by their groups too, when it is told and when it is sent.

const ADVISER = userId(new Uint8Array(20).fill(3));
const OFFICE = groupId(new Uint8Array(20).fill(4));
/** The guard against addresses of one's own refuses it before anything is sent: so far a message comes that is to be sent. */
const HOOK = { channel: "webhook", url: "https://127.0.0.1:9/hook" } as const;
const KEY = recipientKey({ ...HOOK, secrets: [] });

let world: World;
let watch: Lambda;
let deliver: Lambda;
let account: AccountId;
const createdAt = instant(MOMENT);

beforeAll(async () => {
  world = await startWorld([SHORT, COVERED], ["watch", "deliver"]);
  [watch, deliver] = await Promise.all([world.start("watch"), world.start("deliver")]);
  account = (await world.add(SHORT)).id;
  const { id: other } = await world.add(COVERED);
  await world.store.putGroup({ id: OFFICE, name: "Kontoret", accounts: [account], createdAt }, 0);
  const adviser = { id: ADVISER, name: "Rådgivaren", role: "adviser", accounts: [other], groups: [OFFICE] } as const;
  await world.store.putUser({ ...adviser, createdAt, disabledAt: null }, 0);
  await world.store.putRecipient({
    ...{ key: KEY, channel: HOOK.channel, target: { url: HOOK.url }, accounts: [account], createdAt },
    secrets: [{ secret: `whsec_${randomBytes(24).toString("base64")}`, until: null }],
    by: { kind: "user", id: ADVISER, lasting: false },
  });
});
afterAll(() => world?.close());

const queued = (): readonly { readonly id: string; readonly recipient: string }[] =>
  world.waiting("delivery") as { id: string; recipient: string }[];
const becameOf = async (id: string) => {
  const delivery = await world.store.delivery(id);
  return [delivery?.status, delivery?.fault];
};

it("are told where their maker's group has the account, as long as it does", async () => {
  world.put("watch", JSON.stringify({ accountId: account, day: TODAY }));
  await world.drain("watch", watch);
  const [own] = queued().filter(({ recipient }) => recipient === KEY);
  const tries = async () => (await world.actionsDuring(() => world.drain("delivery", deliver))).filter((action) => /Query$/.test(action));
  // The groups are what `deliver` queries the table for.
  expect(await tries()).toEqual(["dynamodb:Query"]);
  expect(await becameOf(own?.id ?? "")).toEqual(["failed", "HTTP_ADDRESS_REFUSED"]);

  world.put("delivery", JSON.stringify({ ...own, id: `${own?.id}-again` }));
  const group = (await world.store.groups())[0];
  expect(await world.store.putGroup({ id: OFFICE, name: "Kontoret", accounts: [], createdAt }, group?.version ?? 0)).toBe(true);
  expect(await tries()).toEqual(["dynamodb:Query"]);
  expect(await becameOf(`${own?.id}-again`)).toEqual(["failed", "RECIPIENT_NOT_TOLD"]);
});

itKeepsToTheRecord(() => world);

it("could not be told without the right to look the groups up", async ({ skip }) => {
  skip(absent !== null, absent ?? "");
  const spoil = grants("DeliverRole", (all) => {
    const statement = naming(all, "dynamodb:Query");
    statement.Action = statement.Action.filter((action: string) => action !== "dynamodb:Query");
  });
  const record = spoil(structuredClone(await production()));
  const faults = world.runs().flatMap((run) => callFaults(record, run));
  expect(faults).toEqual([expect.stringMatching(/^deliver: dynamodb:Query on .*StateTable.* is not allowed$/)]);
});
