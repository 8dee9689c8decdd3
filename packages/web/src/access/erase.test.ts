import { isUserId, type UserId } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { createApp } from "../app.ts";
import { hashKey } from "../keys.ts";
import { SHORT } from "../pages/world.fixture.ts";
import { seedPeople, sessionOf } from "../people.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";

const SAME = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };

async function world() {
  const fake = fakeWorld();
  const account = fake.id(SHORT);
  const people = await seedPeople(fake.ports, account);
  const app = createApp(fake.ports, fakeOptions({ pages: "signed-in", requestId: () => "r-1" }));
  const ask = async (path: string, init: RequestInit) => app.request(`http://localhost${path}`, init);
  const json = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
  const adviser = { ...json, ...(await sessionOf(fake.ports, people.adviser)) };
  const added = await ask("/v1/recipients", {
    ...{ method: "POST", headers: adviser },
    body: JSON.stringify({ channel: "email", to: "kim@firman.example", accounts: [account] }),
  });
  const recipient = ((await added.json()) as { key: string }).key;
  const made = await ask(`/v1/accounts/${account}/calendar`, { method: "POST", headers: adviser });
  return { ...fake, account, people, ask, recipient, calendar: ((await made.json()) as { id: string }).id, adviser };
}

it("gives a user everything held of them, their own addresses whole, and nothing that opens anything", async () => {
  const { ask, key, people, account, recipient, calendar, adviser } = await world();
  const answer = await ask(`/v1/users/${people.adviser}/export`, { headers: key({ scopes: ["admin"] }) });
  const text = await answer.text();
  const all = JSON.parse(text);
  expect(all).toMatchObject({
    user: { id: people.adviser },
    sessions: [{ createdAt: expect.any(String), expiresAt: expect.any(String) }],
    recipients: [{ key: recipient, channel: "email", target: { to: "kim@firman.example" }, accounts: [account] }],
    calendars: [{ id: calendar, accounts: [account] }],
  });
  expect(all.audit.map(({ action }: { action: string }) => action)).toContain("calendar.make");
  const cookie = /=([\w-]{43})/.exec(adviser.cookie)?.[1] ?? "none";
  expect([cookie, hashKey(cookie)].filter((secret) => text.includes(secret))).toEqual([]);
});

it.each(["api", "page"] as const)("writes down by the %s what becomes of the recipients of somebody who is erased", async (way) => {
  const { ask, ports, people, recipient, told, audit } = await world();
  const owner = await sessionOf(ports, people.owner);
  const kept = { ...(told.added.get(recipient) as NonNullable<ReturnType<typeof told.added.get>>), key: "c1c1c1c1c1c1c1c1" };
  // As left by an owner who is an adviser by now.
  told.added.set(kept.key, { ...kept, by: { kind: "user", id: people.adviser, lasting: true } });
  const erased =
    way === "api"
      ? await ask(`/v1/users/${people.adviser}`, { method: "DELETE", headers: { ...SAME, ...owner } })
      : await ask(`/people/users/${people.adviser}/erase`, { method: "POST", headers: { ...SAME, ...owner }, body: "confirm=yes" });
  expect(erased.status).toBe(way === "api" ? 204 : 303);
  expect([...told.added.values()].map(({ key, by }) => [key, by])).toEqual([[kept.key, { kind: "user", id: people.owner, lasting: true }]]);
  const lines = (await audit()).filter(({ principal, changes }) => principal.id === people.owner && changes);
  expect(lines.map(({ action, changes, about, outcome, requestId }) => [action, changes, about, outcome, requestId]).reverse()).toEqual([
    ["users.change", ["erased"], people.adviser, "permitted", "r-1"],
    ["recipients.change", ["removed"], recipient, "permitted", "r-1"],
    ["recipients.change", ["handed-over"], kept.key, "permitted", "r-1"],
  ]);
  expect(isUserId(people.adviser) && (await ports.people.user(people.adviser as UserId))).toBeNull();
});
