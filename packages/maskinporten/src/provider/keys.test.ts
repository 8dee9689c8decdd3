import { describe, expect, test } from "vitest";
import { ISSUER, METADATA, response } from "../../test/fakes.ts";
import {
  claims,
  fakeValidator,
  ISSUERS,
  type Issuer,
  issuer,
  jwk,
  KID,
  NEXT,
  type Pair,
  STRANGERS,
  testClock,
  token,
} from "../../test/provider-fakes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A validator, its clock, and tokens that are valid whenever they are made. */
function house(of: Issuer = issuer()) {
  const clock = testClock();
  const validator = fakeValidator(of, { now: clock.now });
  const made = (kid = KID, by: Pair = ISSUERS) => {
    const iat = Math.floor(clock.now() / 1000);
    return token(claims({ iat, exp: iat + 120 }), { kid }, by);
  };
  const verdict = async (kid?: string, by?: Pair): Promise<string> => {
    const answer = await validator.validate(made(kid, by));
    return answer.kind === "refusal" ? answer.reason : answer.kind;
  };
  return { of, clock, validator, made, verdict };
}

describe("the issuer's keys", () => {
  test("are fetched once for all who come at once, and from then on kept", async () => {
    const { of, validator, made, verdict } = house();
    const answers = await Promise.all(Array.from({ length: 20 }, () => validator.validate(made())));
    expect(answers.every(({ kind }) => kind === "caller")).toBe(true);
    expect(of.asked).toEqual([`${ISSUER}.well-known/oauth-authorization-server`, `${ISSUER}jwk`]);
    await verdict();
    expect(of.fetches).toBe(1);
  });

  test("are found where the metadata says or, without metadata to be believed, where they are documented to stand", async () => {
    const { of, verdict } = house();
    of.metadata = response(200, { ...METADATA, jwks_uri: `${ISSUER}elsewhere` });
    expect(await verdict()).toBe("caller");
    expect(of.asked[1]).toBe(`${ISSUER}elsewhere`);
    for (const metadata of [response(404), response(200, { ...METADATA, issuer: "https://evil.example/" }), new Error("x")]) {
      const other = house();
      other.of.metadata = metadata;
      expect(await other.verdict()).toBe("caller");
      expect(other.of.asked[1]).toBe(`${ISSUER}jwk`);
    }
  });

  test("are fetched again, once, for a key nobody knew, and the rotated key is taken", async () => {
    const { of, clock, validator, made, verdict } = house();
    await verdict();
    of.keys = [jwk(KID, ISSUERS), jwk("next", NEXT)];
    clock.pass(MINUTE);
    const answers = await Promise.all(Array.from({ length: 10 }, () => validator.validate(made("next", NEXT))));
    expect(answers.every(({ kind }) => kind === "caller")).toBe(true);
    expect(of.fetches).toBe(2);
    expect(await verdict()).toBe("caller");
    of.keys = [jwk("next", NEXT)];
    clock.pass(24 * HOUR);
    expect(await verdict()).toBe("TOKEN_KEY_UNKNOWN");
    expect(await verdict("next", NEXT)).toBe("caller");
  });

  test("are fetched again also when they were changed right after a fetch", async () => {
    const { of, verdict } = house();
    await verdict();
    of.keys = [jwk("next", NEXT)];
    expect(await verdict("next", NEXT)).toBe("caller");
    expect(of.fetches).toBe(2);
    expect(await verdict("made-up", STRANGERS)).toBe("TOKEN_KEY_UNKNOWN");
    expect(of.fetches).toBe(2);
  });

  test("are fetched twice a minute at most, whatever ids a stranger makes up, and callers with known ones never wait", async () => {
    const { of, clock, verdict } = house();
    await verdict();
    for (let n = 0; n < 120; n++) {
      clock.pass(1_000);
      expect(await verdict(`made-up-${n}`, STRANGERS)).toBe("TOKEN_KEY_UNKNOWN");
    }
    expect(of.fetches).toBe(5);
    of.gate = new Promise(() => {});
    clock.pass(MINUTE);
    void verdict("made-up", STRANGERS);
    expect(await verdict()).toBe("caller");
  });

  test("are looked at every hour beside the calls, so that one withdrawn is soon forgotten", async () => {
    const { of, clock, verdict, validator } = house();
    await verdict();
    of.keys = [jwk("next", NEXT)];
    clock.pass(HOUR);
    expect(await verdict()).toBe("caller");
    await validator.close();
    expect(of.fetches).toBe(2);
    expect(await verdict()).toBe("TOKEN_KEY_UNKNOWN");
  });

  test("stay in use while the issuer is out of order, for a day and no longer", async () => {
    const { of, clock, verdict } = house();
    await verdict();
    of.instead = response(503);
    clock.pass(24 * HOUR - 1);
    expect(await verdict()).toBe("caller");
    // Of a key it has not seen nobody can say whose it is.
    expect(await verdict("next", NEXT)).toBe("MP_UNAVAILABLE");
    clock.pass(1);
    expect(await verdict()).toBe("MP_UNAVAILABLE");
    of.instead = null;
    clock.pass(5_000);
    expect(await verdict()).toBe("caller");
  });

  test("are asked for every five seconds at most while they cannot be had", async () => {
    const { of, clock, verdict } = house();
    of.instead = response(503);
    for (let n = 0; n < 20; n++) {
      expect(await verdict()).toBe("MP_UNAVAILABLE");
      clock.pass(1_000);
    }
    expect(of.fetches).toBe(4);
  });

  test("do not grow young when the clock is set back", async () => {
    const { of, clock, verdict } = house();
    await verdict();
    of.keys = [jwk("next", NEXT)];
    clock.pass(-48 * HOUR);
    expect(await verdict()).toBe("TOKEN_KEY_UNKNOWN");
    expect(await verdict("next", NEXT)).toBe("caller");

    const failed = house();
    failed.of.instead = response(503);
    expect(await failed.verdict()).toBe("MP_UNAVAILABLE");
    failed.of.instead = null;
    failed.clock.pass(-48 * HOUR);
    expect(await failed.verdict()).toBe("caller");

    const slightly = house();
    await slightly.verdict();
    slightly.clock.pass(-1_000);
    expect(await slightly.verdict()).toBe("caller");
    expect(slightly.of.fetches).toBe(1);
  });

  test("age from before they were asked for", async () => {
    const { of, clock, verdict } = house();
    let open = (): void => {};
    of.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = verdict();
    await new Promise(setImmediate);
    clock.pass(MINUTE);
    open();
    expect(await first).toBe("caller");
    clock.pass(HOUR - MINUTE);
    expect(await verdict()).toBe("caller");
    expect(of.fetches).toBe(2);
  });
});
