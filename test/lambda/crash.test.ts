import { recipientKey } from "@saldovakt/delivery";
import type { AccountId } from "@saldovakt/domain";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { manyShort } from "./companies.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Call, Fate } from "./recorder.ts";
import type { Lambda } from "./runtime-api.ts";
import { startWorld, TODAY, type World } from "./world.ts";

const COMPANIES = manyShort(10);

let world: World;
/** Workers that never die. */
let watch: Lambda;
let deliver: Lambda;
const accounts: AccountId[] = [];

beforeAll(async () => {
  world = await startWorld(COMPANIES, ["watch", "deliver"]);
  [watch, deliver] = await Promise.all([world.start("watch"), world.start("deliver")]);
  for (const company of COMPANIES) accounts.push((await world.add(company)).id);
});
afterAll(() => world?.close());
afterEach(async () => {
  for (const recorder of Object.values(world.recorders)) recorder.decide = null;
  await world.calm();
});

/** The next company nobody has been told of yet. */
const fresh = (): AccountId => accounts.shift() as AccountId;
const queue = (accountId: AccountId): void => world.put("watch", JSON.stringify({ accountId, day: TODAY }));
const lettersOf = (account: AccountId) => world.mailbox().filter(({ document }) => document.data.account.id === account);

const writes = (call: Call, sort: string): boolean => call.action === "dynamodb:PutItem" && call.body.includes(`"SK":{"S":"${sort}`);

/** Kills the worker at the first call of that service that matches, and lets the call have that fate. */
function killAt(worker: Lambda, service: "dynamodb" | "sqs" | "sns", matches: (call: Call) => boolean, fate: Fate): void {
  let struck = false;
  world.recorders[service].decide = async (call) => {
    if (struck || !matches(call)) return "pass";
    struck = true;
    await worker.kill();
    return fate;
  };
}

describe("a watch worker that dies", () => {
  it.each<[string, "dynamodb" | "sqs", (call: Call) => boolean, Fate]>([
    ["before the judgement is kept", "dynamodb", (call) => writes(call, "RECORD"), "refuse"],
    ["with the judgement kept and nothing queued", "dynamodb", (call) => writes(call, "RECORD"), "pass"],
    ["before its alert is queued", "sqs", ({ action }) => action === "sqs:SendMessage", "refuse"],
    ["with its alert queued, before it knows", "sqs", ({ action }) => action === "sqs:SendMessage", "pass"],
  ])("%s loses nothing and doubles nothing", async (_when, service, matches, fate) => {
    const account = fresh();
    queue(account);
    const worker = await world.start("watch");
    killAt(worker, service, matches, fate);
    expect(await world.poll("watch", worker)).toMatchObject({ received: 1, result: { kind: "lost" } });
    expect(world.queued("watch").hiddenFor).toHaveLength(1);

    await world.wake("watch");
    expect(await world.poll("watch", watch)).toMatchObject({ received: 1, kept: [] });
    await world.drain("delivery", deliver);
    expect(lettersOf(account)).toHaveLength(1);
    expect(await world.store.delivery(lettersOf(account)[0]?.id ?? "")).toMatchObject({ status: "delivered", attempts: 1 });
  });
});

/** An account with one message in the delivery queue. */
async function queued(): Promise<AccountId> {
  const account = fresh();
  queue(account);
  await world.poll("watch", watch);
  expect(world.queued("delivery").waiting).toBe(1);
  return account;
}

describe("a deliver worker that dies", () => {
  it("before it sends sends nothing less", async () => {
    const account = await queued();
    const worker = await world.start("deliver");
    killAt(worker, "sns", () => true, "refuse");
    expect(await world.poll("delivery", worker)).toMatchObject({ result: { kind: "lost" } });
    await world.wake("delivery");
    expect(await world.poll("delivery", deliver)).toMatchObject({ received: 1, kept: [] });
    expect(lettersOf(account)).toHaveLength(1);
  });

  it("with the message sent and nothing recorded sends it again under the same id, by which receivers know it", async () => {
    const account = await queued();
    const worker = await world.start("deliver");
    killAt(worker, "dynamodb", (call) => writes(call, "DELIVERY"), "refuse");
    expect(await world.poll("delivery", worker)).toMatchObject({ result: { kind: "lost" } });
    await world.wake("delivery");
    expect(await world.poll("delivery", deliver)).toMatchObject({ received: 1, kept: [] });
    const letters = lettersOf(account);
    expect(letters).toHaveLength(2);
    expect(new Set(letters.map(({ id }) => id)).size).toBe(1);
  });
});

describe("a delivery", () => {
  it("that fails for now is put away until its next attempt, and made once", async () => {
    const account = await queued();
    world.recorders.sns.decide = (): Fate => "refuse";
    const begun = performance.now();
    expect((await world.poll("delivery", deliver))?.kept).toHaveLength(1);
    const [hiddenFor = 0, ...more] = world.queued("delivery").hiddenFor;
    const gone = (performance.now() - begun) / 1000;
    expect(more).toEqual([]);
    expect(hiddenFor + gone).toBeGreaterThanOrEqual(2);
    expect(hiddenFor).toBeLessThanOrEqual(7);

    world.recorders.sns.decide = null;
    await world.wake("delivery");
    expect(await world.poll("delivery", deliver)).toMatchObject({ received: 1, kept: [] });
    expect(lettersOf(account)).toHaveLength(1);
    expect(await world.store.delivery(lettersOf(account)[0]?.id ?? "")).toMatchObject({ status: "delivered", attempts: 2 });
    const { metrics } = told(deliver.lines);
    expect(total(metrics, "Deliveries", { outcome: "retry" })).toBe(1);
  });

  it("queued twice in one batch is made once", async () => {
    const account = await queued();
    const [message] = world.waiting("delivery");
    world.put("delivery", JSON.stringify(message));
    expect(await world.poll("delivery", deliver)).toMatchObject({ received: 2, kept: [] });
    expect(lettersOf(account)).toHaveLength(1);
  });
});

describe("a webhook", () => {
  it("is signed with a secret from Secrets Manager, and never called inside the network", async () => {
    await queued();
    const [message] = world.waiting("delivery");
    await world.calm();
    const webhook = { channel: "webhook", url: "https://127.0.0.1:9/hook" } as const;
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const arn = await world.secrets.create("saldovakt/hook", secret);
    world.put(
      "delivery",
      JSON.stringify({ ...(message as object), id: `msg_${"0".repeat(32)}`, recipient: recipientKey({ ...webhook, secrets: [] }) }),
    );
    const worker = await world.start("deliver", { configuration: { recipients: [{ ...webhook, secret: arn }] } });
    const actions = await world.actionsDuring(async () => {
      expect(await world.poll("delivery", worker)).toMatchObject({ received: 1, kept: [] });
    });
    expect(actions).toContain("secretsmanager:GetSecretValue");
    const { logs, metrics } = told(worker.lines);
    expect(logs).toMatchObject([{ message: "not delivered", outcome: "failed", code: "HTTP_ADDRESS_REFUSED" }]);
    expect(total(metrics, "Deliveries", { outcome: "failed" })).toBe(1);
    expect(worker.lines.join("\n")).not.toContain(secret.slice("whsec_".length));
  });
});

describe("an account that is erased while it is read", () => {
  it("leaves nothing behind", async () => {
    const account = fresh();
    queue(account);
    world.recorders.dynamodb.decide = async (call): Promise<Fate> => {
      if (writes(call, "OBSERVATION")) await world.store.eraseAccount(account);
      return "pass";
    };
    const actions = await world.actionsDuring(() => world.poll("watch", watch));
    expect(actions).toContain("dynamodb:DeleteItem");
    await world.wake("watch");
    await world.drain("watch", watch);
    expect(world.queued("watch")).toEqual({ waiting: 0, hiddenFor: [] });
    expect(await world.store.exportAccount(account)).toBeNull();
    expect(await world.store.observation(account)).toBeNull();
    expect(await world.store.alerts(account, 10)).toEqual([]);
    await world.drain("delivery", deliver);
    expect(lettersOf(account)).toEqual([]);
  });
});

itKeepsToTheRecord(() => world);
