import { beforeAll, describe, expect, it } from "vitest";
import { type Change, grants, inputs, naming, policy, without } from "../infra/mutate.ts";
import type { StageRecord } from "../infra/record.ts";
import { absent, production } from "./granted.ts";
import { failureFaults, partFaults, sourceFaults } from "./parts.ts";

let record: StageRecord;

beforeAll(async () => {
  if (absent === null) record = await production();
}, 180_000);

type Find = (record: StageRecord) => readonly string[];
type Variables = Record<string, string>;

/** A test of the record; left out, with the reason, where no stage can be evaluated. */
const recorded = (name: string, test: () => void): void =>
  it(name, ({ skip }) => {
    skip(absent !== null, absent ?? "");
    test();
  });

const variables = (of: string, change: (variables: Variables) => void): Change =>
  inputs(of, ({ environment }) => change(environment.variables as Variables));
const renamed = (of: string, variable: string, from: string, to: string): Change =>
  variables(of, (all) => {
    const changed = all[variable]?.replaceAll(from, to) ?? "";
    expect(changed).not.toBe(all[variable]);
    all[variable] = changed;
  });
const withoutAction = (role: string, action: string): Change =>
  grants(role, (all) => {
    const statement = naming(all, action);
    statement.Action = [statement.Action].flat().filter((each: string) => each !== action);
  });
const both =
  (first: Change, second: Change): Change =>
  (given) =>
    second(first(given));

interface Rule {
  readonly holds: string;
  readonly find: Find;
  readonly broken: readonly (readonly [by: string, change: Change, fault: RegExp])[];
}

const RULES: readonly Rule[] = [
  {
    holds: "variables name the resource that plays the part",
    find: partFaults,
    broken: [
      [
        "the two queues' URLs change places",
        both(
          renamed("PlanFunction", "WATCH_QUEUE_URL", "AccountsQueue", "DeliveriesQueue"),
          renamed("WatchFunction", "DELIVERY_QUEUE_URL", "DeliveriesQueue", "AccountsQueue"),
        ),
        /^(plan's WATCH|watch's DELIVERY)_QUEUE_URL names /,
      ],
      ["a URL names dead letters", renamed("ApiFunction", "DELIVERY_QUEUE_URL", "DeliveriesQueue", "DeliveriesDeadLettersQueue"), /^api's/],
      ["a table is not there", renamed("DeliverFunction", "SALDOVAKT_TABLE", "State", "Other"), /^deliver's SALDOVAKT_TABLE names /],
      [
        "alerts go to operators",
        renamed("DeliverFunction", "SALDOVAKT_CONFIGURATION", "AlertsTopic", "OperationsTopic"),
        /^deliver's topic/,
      ],
      [
        "a webhook's secret is the source's",
        renamed("WatchFunction", "SALDOVAKT_CONFIGURATION", "production/skatteverket-", "production/webhook/bookkeeping-"),
        /^watch's source names /,
      ],
      [
        "both webhooks are signed with one secret",
        renamed("DeliverFunction", "SALDOVAKT_CONFIGURATION", "webhook/chat-room", "webhook/bookkeeping"),
        /^deliver's webhooks names /,
      ],
    ],
  },
  {
    holds: "whoever is fed from a queue may read that one and no other",
    find: sourceFaults,
    broken: [
      ["watch may not receive", withoutAction("WatchRole", "sqs:ReceiveMessage"), /^watch is fed .* may not sqs:ReceiveMessage$/],
      ["deliver may not delete", withoutAction("DeliverRole", "sqs:DeleteMessage"), /^deliver is fed .* may not sqs:DeleteMessage$/],
      ["deliver may not ask", withoutAction("DeliverRole", "sqs:GetQueueAttributes"), /^deliver is fed .* may not sqs:GetQueueAttributes$/],
      [
        "watch may not put a message away",
        withoutAction("WatchRole", "sqs:ChangeMessageVisibility"),
        /^watch is fed .* may not sqs:ChangeMessageVisibility$/,
      ],
      [
        "deliver may read the accounts'",
        grants("DeliverRole", (all) => {
          const statement = naming(all, "sqs:ReceiveMessage");
          statement.Resource = statement.Resource.replace("DeliveriesQueue", "AccountsQueue");
        }),
        /^deliver (is fed from .*DeliveriesQueue.* may not|may .*AccountsQueue.*, which does not feed it$)/,
      ],
      [
        "a queue feeds nobody",
        inputs("AccountsToWatch", (mapping) => (mapping.functionName = "arn:aws:lambda:x:1:function:other")),
        /^AccountsToWatch feeds no function|^watch may .* which does not feed it$/,
      ],
    ],
  },
  {
    holds: "what failed may be sent where it is to go",
    find: failureFaults,
    broken: [
      [
        "plan's failures",
        grants("PlanRole", (all) => {
          const statement = naming(all, "sqs:SendMessage");
          statement.Resource = statement.Resource.filter((arn: string) => !arn.includes("Passes"));
        }),
        /^PlanEventInvokeConfig: .*PassesDeadLettersQueue/,
      ],
      ["the schedule's", withoutAction("PassRole", "sqs:SendMessage"), /^PassSchedule: .*PassesDeadLettersQueue/],
      ["the subscriptions', nobody let in", without("AlertsDeadLettersPolicy"), /^AlertsTo(Email|Sms)\w+: .*AlertsDeadLettersQueue/],
      [
        "the subscriptions', another topic let in",
        policy("AlertsDeadLettersPolicy", ({ Statement }) => (Statement[0].Condition.ArnEquals["aws:SourceArn"] += "x")),
        /^AlertsTo(Email|Sms)\w+: .*AlertsDeadLettersQueue/,
      ],
    ],
  },
];

describe.each(RULES)("in the record, $holds", ({ find, broken }) => {
  recorded("as it stands", () => expect(find(record)).toEqual([]));

  for (const [by, change, fault] of broken) {
    recorded(`but not when broken: ${by}`, () => {
      const faults = find(change(structuredClone(record)));
      expect(faults.length).toBeGreaterThan(0);
      for (const each of faults) expect(each).toMatch(fault);
    });
  }
});
