import { ocrFor } from "@saldovakt/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { type Change, grants, inputs, naming, policy } from "../infra/mutate.ts";
import { CLOSED_TO_US, COVERED, SHORT } from "./companies.ts";
import { absent, production } from "./granted.ts";
import { callFaults, environmentFaults, itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Invocation, Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, TODAY, type World } from "./world.ts";

/** The certificate the simulator gave us ends this much after the world's moment, so this moves a clock to its last weeks. */
const TWO_YEARS_MS = 730 * 86_400_000;
const DAY_MS = 86_400_000;

const SCHEDULED = { version: "0", source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} };
const ANSWERED: Invocation = { kind: "answer", value: null };

let world: World;
let plan: Lambda;
let watch: Lambda;
let deliver: Lambda;
const id: Record<string, string> = {};
const called: Record<string, readonly string[]> = {};

const settled = { result: { kind: "answer", value: { batchItemFailures: [] } }, kept: [] };

beforeAll(async () => {
  world = await startWorld([SHORT, COVERED, CLOSED_TO_US], ["plan", "watch", "deliver"]);
  [plan, watch, deliver] = await Promise.all([world.start("plan"), world.start("watch"), world.start("deliver")]);
  for (const company of [COVERED, SHORT, CLOSED_TO_US]) id[company.name ?? ""] = (await world.add(company)).id;
});
afterAll(() => world?.close());

describe("a pass, from the schedule's event to the alert at the topic's subscriber", () => {
  it("queues the certificate and every account", async () => {
    called.plan = await world.actionsDuring(async () => expect(await plan.invoke(SCHEDULED)).toEqual(ANSWERED));
    const queued = world.waiting("watch");
    expect(queued[0]).toEqual({ certificateOf: "skatteverket", day: TODAY });
    expect(queued.slice(1)).toHaveLength(3);
    expect(queued.slice(1)).toEqual(
      expect.arrayContaining(Object.values(id).map((accountId) => ({ accountId, day: TODAY, source: "skatteverket" }))),
    );
    expect(JSON.parse((await world.store.fact("pass"))?.value ?? "")).toMatchObject({ day: TODAY, planned: 3 });
  });

  it("reads every account, and settles the one that is closed to us as well", async () => {
    called.watch = await world.actionsDuring(async () => {
      expect(await world.drain("watch", watch)).toEqual([{ received: 4, ...settled }]);
    });
    expect(world.queued("watch")).toEqual({ waiting: 0, hiddenFor: [] });
    expect(world.queued("delivery")).toEqual({ waiting: 2, hiddenFor: [] });
    expect((await world.store.account(id["Underskott AB"] as never))?.summary).toMatchObject({ shortfall: { amount: "33250.00" } });
  });

  it("delivers amount, day, bankgiro and OCR number", async () => {
    called.deliver = await world.actionsDuring(async () => {
      expect(await world.drain("delivery", deliver)).toEqual([{ received: 2, ...settled }]);
    });
    const letters = world.mailbox();
    expect(letters.map(({ document }) => document.type).sort()).toEqual(["shortfall.detected", "source.denied"]);
    const alert = letters.find(({ document }) => document.type === "shortfall.detected");
    const OCR = ocrFor(SHORT.identity);
    expect(alert?.subject).toBe("Underskott AB: 33 250 kr saknas, betala senast ons 9 dec");
    expect(alert?.text).toContain(OCR);
    expect(alert?.document.data).toMatchObject({
      account: { id: id["Underskott AB"], name: "Underskott AB" },
      dueDate: "2026-12-14",
      shortfall: { currency: "SEK", amount: "33250.00" },
      payments: [
        {
          amount: { currency: "SEK", amount: "33250.00" },
          payBy: "2026-12-09",
          payTo: { scheme: "bankgiro", number: "5050-1055", reference: OCR, referenceType: "OCR" },
        },
      ],
    });
  });

  it("sends nothing twice when it all runs again", async () => {
    await plan.invoke(SCHEDULED);
    await world.drain("watch", watch);
    expect(world.queued("delivery").waiting).toBe(0);
    await world.drain("delivery", deliver);
    expect(world.mailbox()).toHaveLength(2);
  });

  it("reads the most urgent first", async () => {
    await plan.invoke(SCHEDULED);
    const order = world.waiting("watch").map((message) => (message as { accountId?: string }).accountId);
    // Never read successfully, then what must be paid first, then what falls due later.
    expect(order).toEqual([undefined, id["Utan Ombud AB"], id["Underskott AB"], id["Täckt AB"]]);
    await world.drain("watch", watch);
  });

  it("tells in time that the certificate ends, and once", async () => {
    const late = await world.start("watch", { aheadMs: TWO_YEARS_MS - 20 * DAY_MS });
    for (let time = 0; time < 2; time++) {
      world.put("watch", JSON.stringify({ certificateOf: "skatteverket", day: TODAY }));
      expect(await world.poll("watch", late)).toEqual({ received: 1, ...settled });
    }
    await world.drain("delivery", deliver);
    const expiring = world.mailbox().filter(({ document }) => document.type === "certificate.expiring");
    expect(expiring).toHaveLength(1);
    expect(expiring[0]?.document.data).toMatchObject({ account: { id: "installation" }, severity: "warning", forecastUrl: null });
    expect(await world.store.delivery(expiring[0]?.id ?? "")).toMatchObject({ accountId: null, status: "delivered" });
  });
});

describe("what the functions may do", () => {
  it.each(["plan", "watch", "deliver"] as const)("%s called no action it does not declare", (name) => {
    expect(FUNCTIONS[name].actions).toEqual(expect.arrayContaining([...(called[name] ?? [])]));
    expect(called[name]?.length).toBeGreaterThan(1);
  });

  it("declares no action beyond those called, but for giving back, taking back, added recipients, webhooks' secrets and mail", () => {
    const spare = (name: "plan" | "watch" | "deliver") => FUNCTIONS[name].actions.filter((action) => !called[name]?.includes(action));
    expect(spare("plan")).toEqual([]);
    expect(spare("watch")).toEqual(["dynamodb:DeleteItem", "sqs:ChangeMessageVisibility"]);
    const elsewhere = ["secretsmanager:GetSecretValue", "ses:SendEmail", "ses:SendRawEmail"]; // in suites of their own
    // The groups of whoever added a recipient are asked for where one was added by hand.
    const added = ["dynamodb:Query"];
    expect(new Set(spare("deliver"))).toEqual(new Set(["dynamodb:DeleteItem", ...added, ...elsewhere, "sqs:ChangeMessageVisibility"]));
  });
});

describe("what the functions write", () => {
  it("is metrics that CloudWatch can read, with no account in any dimension", () => {
    const { metrics } = told(world.lines());
    expect(metrics.length).toBeGreaterThan(0);
    for (const line of metrics) {
      const [directive, ...more] = line._aws.CloudWatchMetrics;
      expect(more).toEqual([]);
      expect(directive?.Namespace).toBe("Saldovakt");
      expect(Math.abs(line._aws.Timestamp - MOMENT)).toBeLessThan(TWO_YEARS_MS);
      for (const { Name } of directive?.Metrics ?? []) expect(line[Name], Name).toBeDefined();
      const dimensions = directive?.Dimensions.flat() ?? [];
      expect(["service", "code", "outcome"]).toEqual(expect.arrayContaining(dimensions));
      for (const dimension of dimensions) expect(line[dimension]).toMatch(/^[A-Za-z_-]+$/);
    }
  });

  it("counts what was done", () => {
    const { metrics } = told(world.lines());
    expect(total(metrics, "Planned")).toBe(9);
    expect(total(metrics, "AccountsRead")).toBe(6);
    expect(total(metrics, "Shortfalls")).toBe(3);
    expect(total(metrics, "AccountsFailed", { code: "SKV_NOT_AUTHORISED" })).toBe(3);
    expect(total(metrics, "Deliveries", { outcome: "delivered" })).toBe(3);
    expect(total(metrics, "InstallationFaults")).toBe(0);
    const ages = metrics.flatMap((line) => [line.SourceAgeSeconds ?? []].flat() as number[]);
    expect(ages).toHaveLength(6);
    // The simulator's stamp is 05.12.37 of the same morning, the clock stands at 09.00.
    for (const age of ages) expect(age).toBeGreaterThan(13_600);
  });

  it("holds no identity, OCR number, key, token or secret", () => {
    const { secret } = world.skatteverket;
    const written = world.lines().join("\n");
    const companies = [SHORT, COVERED, CLOSED_TO_US];
    const numbers = companies.flatMap(({ identity }) => [identity, identity.slice(2), ocrFor(identity)]);
    const keys = [...Object.values(secret.oauth2), ...Object.values(secret.apigw)];
    expect(keys).toHaveLength(3);
    for (const hidden of [...numbers, ...keys, ...companies.map(({ name }) => name ?? "")]) expect(written).not.toContain(hidden);
    expect(written).not.toMatch(/BEGIN |Bearer (?!\[)|PRIVATE|eyJ/);
    // No long number at all, but for the metrics' own stamps and the ids AWS and we make ourselves.
    const rest = written.replace(/"Timestamp":\d{13}/g, "").replace(/acc_\w{20}|msg_\w{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
    expect(rest).not.toMatch(/\d{9}/);
  });
});

itKeepsToTheRecord(() => world);

describe("a record that grants less, or something else", () => {
  const queues = { Accounts: "AccountsQueue", Deliveries: "DeliveriesQueue" };
  const elsewhere = (statement: { Resource: string }, from: string, to: string): void => {
    expect(statement.Resource).toContain(from);
    statement.Resource = statement.Resource.replace(from, to);
  };

  const SPOILT: readonly [what: string, of: FunctionName, change: Change, fault: RegExp][] = [
    [
      "watch's secret is not granted",
      "watch",
      grants("WatchRole", (all) => void all.splice(all.indexOf(naming(all, "secretsmanager:GetSecretValue")), 1)),
      /secretsmanager:GetSecretValue on arn:.*secret:saldovakt\/production\/skatteverket-\w+ is not/,
    ],
    [
      "watch may send to its own queue in place of the deliveries'",
      "watch",
      grants("WatchRole", (all) => elsewhere(naming(all, "sqs:SendMessage"), queues.Deliveries, queues.Accounts)),
      /sqs:SendMessage on .*DeliveriesQueue.* is not/,
    ],
    [
      "deliver's grant is for another table",
      "deliver",
      grants("DeliverRole", (all) => elsewhere(naming(all, "dynamodb:GetItem"), "StateTable", "OtherTable")),
      /dynamodb:\w+ on .*StateTable.* is not/,
    ],
    [
      "deliver may publish to the operators' topic",
      "deliver",
      grants("DeliverRole", (all) => elsewhere(naming(all, "sns:Publish"), "AlertsTopic", "OperationsTopic")),
      /sns:Publish on .*AlertsTopic.* is not/,
    ],
    [
      "plan is given the deliveries' queue",
      "plan",
      inputs(
        "PlanFunction",
        ({ environment: { variables } }) =>
          (variables.WATCH_QUEUE_URL = variables.WATCH_QUEUE_URL.replace(queues.Accounts, queues.Deliveries)),
      ),
      /sqs:SendMessage on .*DeliveriesQueue.* is not/,
    ],
    [
      "the secret's own policy denies it to watch",
      "watch",
      policy("SkatteverketSecretPolicy", ({ Statement }) => (Statement[0].Condition.ArnNotLike["aws:PrincipalArn"] = [])),
      /secretsmanager:GetSecretValue on .* is not/,
    ],
    [
      "deliver may not open what lies in the table",
      "deliver",
      grants("DeliverRole", (all) => {
        const { StringEquals } = naming(all, "kms:Decrypt").Condition;
        StringEquals["kms:ViaService"] = StringEquals["kms:ViaService"].filter((via: string) => !via.startsWith("dynamodb"));
      }),
      /kms:\w+ through dynamodb\.eu-north-1\.amazonaws\.com, for dynamodb:\w+ on .*StateTable.* is not/,
    ],
    [
      "the key's own policy knows no queues",
      "watch",
      policy("Key", ({ Statement }) => {
        const { StringEquals } = Statement.find(({ Sid }: { Sid: string }) => Sid === "UseThroughServices").Condition;
        StringEquals["kms:ViaService"] = StringEquals["kms:ViaService"].filter((via: string) => !via.startsWith("sqs"));
      }),
      /kms:\w+ through sqs\.\S+, for sqs:SendMessage on .*DeliveriesQueue.* is not/,
    ],
    [
      "watch has one variable more",
      "watch",
      inputs("WatchFunction", ({ environment: { variables } }) => (variables.MORE = "1")),
      /^watch ran with .*; the record gives it .*MORE/,
    ],
  ];

  for (const [what, name, change, fault] of SPOILT) {
    it(`is told from what was called: ${what}`, async ({ skip }) => {
      skip(absent !== null, absent ?? "");
      const record = change(structuredClone(await production()));
      const faults = world
        .runs()
        .filter((run) => run.name === name)
        .flatMap((run) => [...callFaults(record, run), ...environmentFaults(record, run)]);
      expect(faults.length).toBeGreaterThan(0);
      for (const each of faults) expect(each).toMatch(fault);
    });
  }
});
