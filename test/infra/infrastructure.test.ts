import { beforeAll, describe, expect, it } from "vitest";
import { alarmsOf, alarmsOfStage } from "./alarms.fixture.ts";
import { EXCEPTIONS, stars } from "./checks/access.ts";
import { CHECKS } from "./checks/index.ts";
import { DEPLOYMENTS, type StageName } from "./deployments.fixture.ts";
import { evaluateOnce } from "./evaluate-once.ts";
import { installPlatform } from "./install.ts";
import { NAMESPACE, PUBLISHED, published } from "./metrics.ts";
import { inputs } from "./mutate.ts";
import { GUARDING } from "./mutations-guarding.fixture.ts";
import { RUNNING } from "./mutations-running.fixture.ts";
import type { Inputs, StageRecord, Value } from "./record.ts";
import { terraformFaults, terraformMissing } from "./terraform.ts";

const MUTATIONS = [...GUARDING, ...RUNNING];

const absent = installPlatform();
const records = {} as Record<StageName, StageRecord>;
const STAGES = Object.keys(DEPLOYMENTS) as StageName[];

beforeAll(async () => {
  if (absent !== null) return;
  const evaluated = await Promise.all(STAGES.map((stage) => evaluateOnce(stage, DEPLOYMENTS[stage])));
  for (const [index, stage] of STAGES.entries()) records[stage] = evaluated[index] as StageRecord;
}, 120_000);

/** A test of the record; left out, with the reason, where SST's platform cannot be installed. */
const infra = (name: string, test: () => void | Promise<void>): void =>
  it(name, async ({ skip }) => {
    skip(absent !== null, absent ?? "");
    await test();
  });

/** Policies are JSON within JSON; and a function's code lies wherever it was bundled. */
function readable(value: Value): unknown {
  if (typeof value === "string") {
    if (value.startsWith("asset:")) return "asset";
    try {
      return /^[[{]/.test(value) ? JSON.parse(value) : value.replace(/-code-[0-9a-f]{64}/, "-code");
    } catch {
      return value;
    }
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  return Object.fromEntries(Object.entries(value as Inputs).map(([key, inner]) => [key, readable(inner)]));
}

describe.each(STAGES)("%s", (stage) => {
  for (const { holds, find } of CHECKS) infra(holds, () => expect(find(records[stage])).toEqual([]));

  infra("rings when the table says, and at nothing else", () => expect(alarmsOf(records[stage])).toEqual(alarmsOfStage(records[stage])));

  infra("consists of these resources", async () => {
    const lines = records[stage].resources.filter(({ type }) => !type.startsWith("sst:sst:")).map(({ type, name }) => `${type} ${name}\n`);
    await expect(lines.join("")).toMatchFileSnapshot(`snapshots/${stage}.txt`);
  });

  // What no rule above speaks of, an alarm's metric or a role's queue, shows in review as a changed line.
  infra("is set up in exactly this way", async () => {
    const settings = records[stage].resources
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ type, name, inputs, retained }) => ({ type, name, retained, inputs: readable(inputs) }));
    await expect(`${JSON.stringify(settings, null, 1)}\n`).toMatchFileSnapshot(`snapshots/${stage}.settings.json`);
  });
});

infra("where Norway alone is read there is no Swedish pass, and no secret of Skatteverket's", () => {
  const named = (type: string) =>
    records.norge.resources.filter((each) => each.type.toLowerCase().endsWith(`:${type}`)).map(({ name }) => name);
  expect(named("schedule")).toEqual(["NorwegianPassSchedule"]);
  expect(named("secret")).toEqual(["MaskinportenSecret"]);
  expect(named("secretpolicy")).toEqual(["MaskinportenSecretPolicy"]);
  expect(JSON.stringify(records.norge.resources)).not.toContain("/skatteverket");
});

it("the functions publish the metrics that alarms may watch", () => {
  expect(published("saldovakt-alva")).toEqual({ metrics: PUBLISHED, namespaces: [NAMESPACE], services: ["saldovakt-alva"] });
});

it("the real AWS provider takes the record", async ({ skip }) => {
  const missing = absent ?? (await terraformMissing());
  skip(missing !== null, missing ?? "");
  const spoilt = structuredClone({ ...records.alva, app: { ...records.alva.app, stage: "spoilt" } });
  inputs("AccountsQueue", (queue) => (queue.visibilityTimeoutSeconds = 50_000))(spoilt);
  const faults = await terraformFaults([...STAGES.map((stage) => records[stage]), spoilt]);
  expect(faults).toEqual([expect.stringMatching(/^aws_sqs_queue\.spoilt_AccountsQueue: expected visibility_timeout_seconds/)]);
}, 180_000);

describe("the checks", () => {
  infra("know no exception that nothing needs", () => {
    const used = stars(records.production).map(({ exception }) => exception);
    for (const exception of EXCEPTIONS) expect(used, exception.because).toContain(exception);
  });

  infra("have a mutation each", () => {
    expect(new Set(MUTATIONS.map(({ breaks }) => breaks))).toEqual(new Set(CHECKS.map(({ holds }) => holds)));
  });

  for (const { breaks, by, stage = "production", change } of MUTATIONS) {
    infra(`see ${by}`, () => {
      const mutated = change(structuredClone(records[stage]));
      const red = CHECKS.filter(({ find }) => find(mutated).length > 0).map(({ holds }) => holds);
      expect(red).toEqual([breaks]);
    });
  }
});
