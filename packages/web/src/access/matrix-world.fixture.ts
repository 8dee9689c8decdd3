import { type AccountId, fromWhole, instant, ocrFor, plainDate, type RegisteredPayment, type Role } from "@saldovakt/domain";
import { linkKey, type Source, signPageLink, signUnsubscribe } from "@saldovakt/service";
import { OPERATIONS } from "../api/world.fixture.ts";
import { createApp } from "../app.ts";
import { COMPANIES, type Company, NOW, TODAY } from "../companies.fixture.ts";
import { hashKey } from "../keys.ts";
import { seedGroup, seedPeople, seedUser, sessionOf } from "../people.fixture.ts";
import { type FakeWorld, fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { WebPorts } from "../ports.ts";
import { EVERYBODY, type Who } from "./matrix.fixture.ts";
import type { SourceSignIns } from "./source-sign-ins.ts";

// Everything an installation holds of one's own account and of others', and somebody who asks. Whatever there is, there is one's own and another's of.

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  read: ["read"],
  fresh: ["read:fresh"],
  write: ["write"],
  admin: ["admin"],
  calendar: ["calendar"],
};

const named = (name: string): Company => COMPANIES.find((company) => company.name === name) as Company;
const NORWEGIAN = named("Fjellrypa Friluft AS");
const SWEDISH = named("Grävlingens Plåt & Sönergöken AB");
const SECOND: Company = { ...NORWEGIAN, name: "Lundefuglens Lager AS", identity: "913847105" };
const ALL = [...COMPANIES, SECOND];

const [OWN_RECIPIENT, FOREIGN_RECIPIENT] = ["00000000000000aa", "00000000000000bb"];
const [OWN_THING, FOREIGN_THING] = ["a".repeat(16), "b".repeat(16)];
const FOREIGN_GROUP = "Påhittade Andra Kontoret";
const TOKEN = "eyJhbGciOiJub25lIn0.e30.x";
const AUTHORITY = "https://authority.example/authorize";

/** A number as it is written anywhere, and the first word of a name: that is enough to know whom it speaks of. */
const signsOf = ({ name, identity }: Company): readonly string[] => [
  name.split(" ")[0] ?? name,
  identity,
  ...(identity.length === 12 ? [identity.slice(2), `${identity.slice(2, 8)}-${identity.slice(8)}`, ocrFor(identity)] : []),
];

/** Statements and sign-ins are for Swedish accounts, programs of others for Norwegian ones. */
const pairOf = ({ kind }: Who): readonly [own: Company, foreign: Company] =>
  kind === "system-user" ? [NORWEGIAN, SECOND] : [SWEDISH, named("Tjäderns Verkstäder AB")];

export type World = Awaited<ReturnType<typeof matrixWorld>>;

export async function matrixWorld(name: string) {
  const who = EVERYBODY[name] as Who;
  const fake = fakeWorld({ operations: OPERATIONS, companies: ALL });
  const [ownCompany, foreignCompany] = pairOf(who);
  const [own, foreign] = [fake.id(ownCompany.name), fake.id(foreignCompany.name)];
  const signedIn = new Set<string>();
  const ports = {
    ...fake.ports,
    callers: callersOf(ownCompany.identity),
    ...signInsOf(fake, signedIn),
  };
  const app = createApp(ports, fakeOptions({ pages: who.kind === "open" ? "open" : "signed-in", publicUrl: "http://localhost" }));
  const people = await seedPeople(ports, own);
  const foreignGroup = await seedGroup(ports, 10, FOREIGN_GROUP, foreign); // nobody who asks is in it
  await seedBelongings(fake, own, foreign);

  const state = async () =>
    JSON.stringify([
      ...[[...fake.accounts], [...fake.payments], [...fake.observations], [...fake.records], [...fake.told.added], [...fake.told.disabled]],
      ...[fake.told.deliveries, fake.queued, [...signedIn], [...fake.keys.values()].map(({ lastUsedAt: _, ...kept }) => kept)],
      ...[await ports.people.users(), await ports.people.groups(), await ports.people.invitations()],
    ]);

  /** What speaks of companies that are not theirs; `outright`: of any. */
  const signsOfOthers = (outright: boolean): readonly string[] => {
    if (who.reach === "all" && !outright) return [];
    const others = ALL.filter((company) => outright || who.reach === "none" || company !== ownCompany);
    const ids = others.map((company) => fake.id(company.name));
    const things = [`pay_${FOREIGN_THING}`, `key_${FOREIGN_THING}`, `msg_${FOREIGN_THING.repeat(2)}`, FOREIGN_RECIPIENT, foreignGroup];
    return [...others.flatMap(signsOf), ...ids, ...things, FOREIGN_GROUP];
  };

  return { ...fake, ports, app, who, people, foreignGroup, own, foreign, ownCompany, foreignCompany, state, signsOfOthers };
}

function callersOf(own: string): NonNullable<WebPorts["callers"]> {
  return {
    carriesToken: (header) => header === `Bearer ${TOKEN}`,
    async authorise(_, organisation, { account = null, keep }) {
      const principal = { kind: "system-user", id: "sys-1" } as const;
      const isTheirs = organisation === null || organisation === own;
      const [outcome, reason] = isTheirs ? (["allowed", "PERMIT"] as const) : (["refused", "DENY"] as const);
      const judgement = { principal, onBehalfOf: account, outcome, reason, anew: true };
      await keep?.(judgement);
      return isTheirs ? principal : { kind: "refusal", status: 403, code: "ACCESS_REFUSED", reason, challenge: null };
    },
    permitted: async (_, candidates) => ({
      kind: "permitted",
      accounts: candidates.flatMap(({ account, organisation }) => (organisation === own ? [account] : [])),
    }),
  };
}

/** An authority whose states are the accounts for which a sign-in was begun. */
function signInsOf({ ports, observations }: FakeWorld, signedIn: Set<string>) {
  const reading = (account: AccountId): Source => ({
    async read() {
      const observation = observations.get(account);
      if (!observation) throw new Error("nothing is known of this account");
      return { ...observation, readAt: NOW };
    },
  });
  const signIns: SourceSignIns = {
    kind: "per",
    begin: async (account) => ({ url: `${AUTHORITY}?state=${account}`, handle: "h", expiresAt: instant(Date.parse(NOW) + 600_000) }),
    async finish(query) {
      const account = new URLSearchParams(query).get("state") as AccountId;
      signedIn.add(account);
      return { account, returnTo: "/", reader: reading(account), undo: async () => void signedIn.delete(account) };
    },
    state: async () => null,
    async disconnect(account) {
      signedIn.delete(account);
    },
  };
  return { signIns, watch: { ...ports.watch, signedIn: reading } };
}

/** A recipient, a payment, an address of a calendar and a delivery of each; and what is of both. */
async function seedBelongings(fake: FakeWorld, own: AccountId, foreign: AccountId): Promise<void> {
  const { ports, told, payments } = fake;
  const both = [
    [own, OWN_THING, OWN_RECIPIENT],
    [foreign, FOREIGN_THING, FOREIGN_RECIPIENT],
  ] as const;
  for (const [account, thing, key] of both) {
    // Somebody may sign in for them.
    await ports.book.updateAccount(account, { permission: { refusedSince: NOW } } as never);
    told.added.set(key, { key, channel: "webhook", target: { url: "https://hooks.example/x" }, accounts: [account], createdAt: NOW });
    const days = { madeOn: TODAY, expectedOn: TODAY, expiresOn: plainDate("2026-12-20") };
    const payment: RegisteredPayment = { id: `pay_${thing}`, amount: fromWhole(1_000), ...days, registeredAt: NOW, status: "under-way" };
    payments.set(account, [payment]);
    fake.key({ id: `key_${thing}`, scopes: ["calendar"], accounts: [account] });
    // One's own recipient was once told of another's account.
    const id = `msg_${thing.repeat(2)}`;
    const times = { firstAt: NOW, lastAt: NOW, status: "delivered", attempts: 1 } as const;
    told.deliveries.push({
      id,
      accountId: account,
      recipient: OWN_RECIPIENT,
      alertType: "shortfall.detected",
      alertId: "shortfall:2026-12-14:1",
      ...times,
    });
  }
  fake.key({ id: `key_${"c".repeat(16)}`, scopes: ["calendar"], accounts: [own, foreign] });
}

/** The headers by which somebody is known, and the secret that they hold. */
export async function comeAs(name: string, room: "api" | "pages", world: World) {
  const { ports, people, own, who } = world;
  let secret = "svk_nobody";
  const keyOf = async (scopes: readonly string[], accounts: readonly AccountId[] | null): Promise<Record<string, string>> => {
    const { authorization } = world.key({ scopes, accounts });
    secret = authorization.slice("Bearer ".length);
    if (room === "api") return { authorization };
    const cookie = "k".repeat(43);
    const { id } = (await ports.keys.keyByHash(hashKey(secret))) ?? { id: "" };
    const expiresAt = "2099-01-01T00:00:00.000Z" as typeof NOW;
    await ports.sessions.putSession({ hash: hashKey(cookie), keyId: id, createdAt: NOW, expiresAt });
    return { cookie: `saldovakt-session=${cookie}` };
  };
  const headers = async (): Promise<Record<string, string>> => {
    if (name === "somebody shut out") {
      const given = await sessionOf(ports, people.owner);
      const standing = await ports.people.user(people.owner);
      if (standing) await ports.people.putUser({ ...standing, disabledAt: NOW, sessionsEndedAt: NOW }, standing.version);
      return given;
    }
    if (name === "a key revoked") {
      const given = await keyOf(["read", "read:fresh", "write", "admin"], null);
      world.revokeKeys();
      return given;
    }
    if (who.kind === "user") {
      const accounts = who.reach === "all" ? null : who.by === "name" ? [own] : [];
      const membership = { role: who.column as Role, accounts, groups: who.by === "group" && who.reach === "own" ? [people.group] : [] };
      return sessionOf(ports, await seedUser(ports, 11, "Påhittade Frågaren", membership));
    }
    if (who.kind === "key") return keyOf(SCOPES[who.column] ?? [], who.reach === "own" ? [own] : null);
    if (who.kind === "system-user") return { authorization: `Bearer ${TOKEN}` };
    if (who.kind !== "link") return {};
    const until = "2026-12-01T00:00:00.000Z" as typeof NOW;
    return { cookie: `saldovakt-link=${signPageLink(await linkKey(ports.facts, ports.random), own, until, NOW)}` };
  };
  return { headers: await headers(), secret };
}

/** What stands for an account, or what belongs to one, by whose it is. */
export const IDS = {
  recipient: { own: OWN_RECIPIENT, foreign: FOREIGN_RECIPIENT, unknown: "00000000000000ff" },
  thing: { own: OWN_THING, foreign: FOREIGN_THING, unknown: "f".repeat(16) },
  unknown: { account: "acc_zzzzzzzzzzzzzzzzzzzz", group: "grp_zzzzzzzzzzzzzzzzzzzz" },
} as const;

export const unsubscribeToken = async ({ ports }: World): Promise<string> =>
  signUnsubscribe(await linkKey(ports.facts, ports.random), OWN_RECIPIENT);
