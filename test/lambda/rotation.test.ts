import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { motoOnPath } from "../../packages/cli/test/moto.ts";
import { COVERED, SHORT } from "./companies.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told } from "./logged.ts";
import { startMotoSecrets } from "./moto.ts";
import type { Fate } from "./recorder.ts";
import { type SecretsManager, startSecretsManager } from "./secrets-manager.ts";
import { startWorld, TODAY, type World } from "./world.ts";

function rotation(openSecrets: () => Promise<SecretsManager>): void {
  let world: World;

  beforeAll(async () => {
    world = await startWorld([SHORT, COVERED], ["watch"], openSecrets);
    for (const company of [SHORT, COVERED]) {
      const { id: accountId } = await world.add(company);
      world.put("watch", JSON.stringify({ accountId, day: TODAY }));
    }
    const right = JSON.stringify(world.skatteverket.secret);
    const replaced = { ...world.skatteverket.secret, apigw: { clientId: "replaced", clientSecret: "replaced" } };
    await world.secrets.stage(world.secretArn, JSON.stringify(replaced));
    await world.secrets.promote(world.secretArn);
    await world.secrets.stage(world.secretArn, right);
  });
  afterAll(() => world?.close());

  /** How often Skatteverket's secret was read, and in which stage. */
  const asked = (): readonly unknown[] =>
    world.recorders.secretsmanager.calls
      .filter(({ resource }) => resource === world.secretArn)
      .map(({ body }) => (JSON.parse(body) as { VersionStage?: string }).VersionStage);

  it("takes the current secret, whatever is pending, and reads it once more when it is refused", async () => {
    const watch = await world.start("watch");
    expect((await world.poll("watch", watch))?.kept).toHaveLength(2);
    expect(asked()).toEqual(["AWSCURRENT", "AWSCURRENT"]);
    const errors = told(watch.lines).logs.filter(({ level }) => level === "ERROR");
    expect(errors.map(({ code }) => code)).toEqual(["SKV_KEYS_REFUSED"]);
  });

  it("goes on with a secret that is promoted while the function runs", async () => {
    const before = asked().length;
    world.recorders.secretsmanager.decide = async ({ resource }): Promise<Fate> => {
      // Between its first reading, of the replaced keys, and the one after their refusal.
      if (resource === world.secretArn && asked().length === before + 2) await world.secrets.promote(world.secretArn);
      return "pass";
    };
    // A quarter of an hour later, when the hold is over.
    const watch = await world.start("watch", { aheadMs: 15 * 60_000 });
    await world.wake("watch");
    expect(await world.poll("watch", watch)).toMatchObject({ received: 2, kept: [] });
    expect(asked().slice(before)).toEqual(["AWSCURRENT", "AWSCURRENT"]);
    expect(told(watch.lines).logs.filter(({ level }) => level === "ERROR")).toEqual([]);
  });

  itKeepsToTheRecord(() => world);
}

describe("a rotated secret, with Secrets Manager played in this process", () => rotation(startSecretsManager));

const program = motoOnPath();
if (program) {
  describe("a rotated secret, with Secrets Manager played by moto_server", () => rotation(() => startMotoSecrets(program)));
} else {
  console.warn("lambda: moto_server is not on PATH, so Secrets Manager is played in process only");
  it("moto_server is not on PATH: Secrets Manager was played in process only", () => expect(program).toBeNull());
}
