import { describe, expect, it } from "vitest";
import { SHORT, UNREAD, world } from "./connect.fixture.ts";

describe("several sign-ins of one browser at once", () => {
  it("come back in any order, each to its own account", async () => {
    const { begin, back, denied, id, jar } = await world();
    await denied(SHORT);
    await begin(UNREAD);
    await begin(SHORT);
    for (const [state, name] of [
      ["s1", UNREAD],
      ["s2", SHORT],
    ] as const) {
      const done = await back(`code=c&state=${state}`);
      expect([done.status, done.headers.get("location")]).toEqual([303, `/accounts/${id(name)}`]);
    }
    expect([...jar.keys()]).toEqual([]);
  });

  it("for one account, as by a double click, both come back", async () => {
    const { begin, back } = await world();
    await begin(UNREAD);
    await begin(UNREAD);
    expect([(await back("code=c&state=s2")).status, (await back("code=c&state=s1")).status]).toEqual([303, 303]);
  });

  it("are not ended by a callback that another site makes up", async () => {
    const { begin, back, browse, jar } = await world();
    await begin(UNREAD);
    for (const query of ["code=x&state=y", "code=x", "error=access_denied", ""]) {
      await browse(`/connect/skatteverket/callback?${query}`);
      const answer = await back(query);
      expect([query, answer.status, answer.headers.getSetCookie(), jar.size]).toEqual([query, 400, [], 1]);
    }
    expect((await back("code=c&state=s1")).status).toBe(303);
  });

  it("do not answer for one another: a state with another's cookie is refused, and both are over", async () => {
    const { begin, back, jar, connected } = await world();
    await begin(UNREAD);
    await begin(UNREAD);
    const [[first, own], [second, other]] = [...jar] as [[string, string], [string, string]];
    jar.set(first, other).set(second, own);
    expect([(await back("code=c&state=s1")).status, (await back("code=c&state=s2")).status]).toEqual([400, 400]);
    expect(connected.size).toBe(0);
  });

  it("are eight at most: the oldest gives way", async () => {
    const { begin, back, jar } = await world();
    for (let n = 1; n <= 9; n++) await begin(UNREAD);
    expect(jar.size).toBe(8);
    expect((await back("code=c&state=s1")).status).toBe(400);
    for (const state of ["s2", "s9"]) expect((await back(`code=c&state=${state}`)).status).toBe(303);
  });
});
