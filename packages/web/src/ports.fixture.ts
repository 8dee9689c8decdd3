import { createHash } from "node:crypto";
import {
  type Account,
  type AccountId,
  type Alert,
  type Appointee,
  type AuditRecord,
  accountId,
  forecast,
  type InstallationPolicy,
  type Instant,
  instant,
  NOTHING_REMEMBERED,
  type Observation,
  type PlainDate,
  type Policy,
  policyOf,
  type RegisteredPayment,
  SaldovaktError,
  UNSTATED_POLICY,
} from "@saldovakt/domain";
import { checkPublicUrl } from "@saldovakt/http";
import {
  type ClientLinks,
  type DeliveryMessage,
  type JudgementRecord,
  type Recipient,
  type Source,
  type Summary,
  summaryOf,
} from "@saldovakt/service";
import { parseStatement } from "@saldovakt/skatteverket/statement";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { COMPANIES, type Company, NOW, TODAY } from "./companies.fixture.ts";
import { fakeKeys, memorySlots } from "./keys.fixture.ts";
import { hashKey } from "./keys.ts";
import type { AnsweredFault, ApiKey, Session, SourceOperations, WebOptions, WebPorts } from "./ports.ts";
import { type FakeRecipients, fakeRecipientKey, fakeRecipients } from "./recipients.fixture.ts";

/** Everything the web package needs of the world, in memory. */
export interface FakeWorld {
  readonly ports: WebPorts;
  /** By company's name. */
  id(name: string): AccountId;
  readonly faults: AnsweredFault[];
  readonly queued: DeliveryMessage[];
  readonly alerts: Map<AccountId, Alert[]>;
  readonly observations: Map<AccountId, Observation>;
  /** Adds a key and gives what to send. */
  key(record?: Partial<Omit<ApiKey, "hash">>): { authorization: string };
  revokeKeys(): void;
  readonly sessions: Map<string, Session>;
  readonly told: FakeRecipients;
  readonly records: Map<AccountId, JudgementRecord>;
  readonly payments: Map<AccountId, RegisteredPayment[]>;
  readonly accounts: Map<AccountId, Account>;
  /** By their hash. */
  readonly keys: Map<string, ApiKey>;
  /** Every line of the audit log, newest first. */
  audit(): Promise<readonly AuditRecord[]>;
}

export interface FakeOptions {
  readonly companies?: readonly Company[];
  readonly policy?: Partial<Policy>;
  readonly today?: PlainDate;
  readonly source?: Partial<Source>;
  readonly operations?: SourceOperations;
  /** Whom clients are to appoint. */
  readonly appointee?: Appointee;
  readonly clientLinks?: ClientLinks;
  /** The time as it is; the world's own stands still. */
  readonly now?: () => Instant;
  /** The time as the program takes it, where another day is stated. */
  readonly clock?: () => Instant;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Told by the configuration. */
export const CONFIGURED: Recipient = { key: "c0c0c0c0c0c0c0c0", channel: "console" };

/** The number in base 32 at the id's end. */
const idOf = (n: number): AccountId => accountId(Uint8Array.from({ length: 20 }, (_, i) => (i < 16 ? i * 5 : (n >> (5 * (19 - i))) & 31)));

export function fakeWorld(options: FakeOptions = {}): FakeWorld {
  const { companies = COMPANIES, today = TODAY } = options;
  const policy: InstallationPolicy = { ...UNSTATED_POLICY, ...options.policy };
  const accounts = companies.map(
    ({ name, source, identity }, n): Account => ({ id: idOf(n), name, source, identity, origin: "command", addedAt: NOW }),
  );
  const observations = new Map<AccountId, Observation>();
  const summaries = new Map<AccountId, Summary>();
  companies.forEach(({ observation }, n) => {
    if (!observation) return;
    observations.set(idOf(n), observation);
    summaries.set(idOf(n), summaryOf(forecast(observation, policyOf(policy, companies[n] as Company), today)));
  });
  const sessions = new Map<string, Session>();
  const facts = new Map<string, { value: string; version: number }>();
  const told = fakeRecipients();
  let drawn = 0;
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const records = new Map<AccountId, JudgementRecord>();
  const payments = new Map<AccountId, RegisteredPayment[]>();
  const alerts = new Map<AccountId, Alert[]>();
  const keys = new Map<string, ApiKey>();
  const faults: AnsweredFault[] = [];
  const queued: DeliveryMessage[] = [];
  const state = lazily(() => openSqliteStore(":memory:"));
  const listed = (account: Account) => ({ account, summary: summaries.get(account.id) ?? null });

  const read = async (identity: string): Promise<Observation> => {
    const n = companies.findIndex((each) => each.identity === identity);
    const observation = companies[n]?.observation;
    if (!observation) throw new SaldovaktError("the source has nothing of this account", { code: "SKV_UNKNOWN", scope: "account" });
    return { ...observation, readAt: NOW };
  };

  const ports: WebPorts = {
    watch: {
      records: {
        account: async (id) => {
          const account = byId.get(id);
          return account ? listed(account) : null;
        },
        observation: async (id) => observations.get(id) ?? null,
        putObservation: async (id, observation) => void observations.set(id, observation),
        putSummary: async (id, summary) => void summaries.set(id, summary),
        async updateAccount(id, change) {
          const account = byId.get(id);
          if (account) byId.set(id, { ...account, ...change });
          return account !== undefined;
        },
        record: async (id) => records.get(id) ?? { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] },
        async putRecord(id, expected, record) {
          if ((records.get(id)?.version ?? 0) !== expected) return false;
          records.set(id, { ...record, version: expected + 1 });
          return true;
        },
        putAlert: async (id, alert) => void alerts.set(id, [alert, ...(alerts.get(id) ?? [])]),
        payments: async (id) => payments.get(id) ?? [],
        putPayment: async (id, payment) =>
          void payments.set(id, [...(payments.get(id) ?? []).filter((each) => each.id !== payment.id), payment]),
      },
      sources: () => ({ read, ...options.source }),
      policyFor: (account) => policyOf(policy, account),
      clock: { now: options.clock ?? (() => NOW), today: () => today },
      journal: { accountRead() {}, accountFailed() {}, deliveryTried() {} },
      queue: { send: async (messages) => void queued.push(...messages) },
      recipients: () => [CONFIGURED],
      accounts: {
        async *accounts() {
          for (const account of byId.values()) yield listed(account);
        },
      },
    },
    alerts: {
      async alerts(id, limit, before) {
        const all = alerts.get(id) ?? [];
        const from = before ? all.findIndex((alert) => alert.id === before.id && alert.at === before.at) + 1 : 0;
        return all.slice(from, from + limit);
      },
      alert: async (id, alertId) => alerts.get(id)?.find((alert) => alert.id === alertId) ?? null,
    },
    keys: fakeKeys(keys),
    slots: memorySlots(),
    people: {
      users: () => state().users(),
      user: (id) => state().user(id),
      putUser: (user, expected) => state().putUser(user, expected),
      eraseUser: (id) => state().eraseUser(id),
      heldOf: async (id) => ({
        sessions: [...sessions.values()].filter(({ userId }) => userId === id),
        invitations: (await state().heldOf(id)).invitations,
        recipients: (await told.port.recipients()).filter(({ by }) => by?.id === id),
        keys: [...keys.values()].filter(({ parent }) => parent === id).map((key) => ({ createdAt: NOW, ...key })),
      }),
      groups: () => state().groups(),
      putGroup: (group, expected) => state().putGroup(group, expected),
      removeGroup: (id) => state().removeGroup(id),
      invitations: () => state().invitations(),
      invitation: (hash) => state().invitation(hash),
      putInvitation: (invitation) => state().putInvitation(invitation),
      useInvitation: (hash, at) => state().useInvitation(hash, at),
      removeInvitation: (id) => state().removeInvitation(id),
    },
    log: { putAudit: (record, how) => state().putAudit(record, how), audit: (query) => state().audit(query) },
    book: {
      async addAccount(account) {
        const standing = [...byId.values()].find((each) => each.source === account.source && each.identity === account.identity);
        if (standing) return { account: standing, added: false };
        byId.set(account.id, account);
        return { account, added: true };
      },
      async updateAccount(id, change) {
        const account = byId.get(id);
        if (!account) return false;
        const fields = Object.entries({ ...account, ...change }).filter(([, value]) => value !== null);
        byId.set(id, Object.fromEntries(fields) as unknown as Account);
        return true;
      },
      account: async (id) => ports.watch.records.account(id),
      findAccount: async (source, identity) =>
        [...byId.values()].find((each) => each.source === source && each.identity === identity) ?? null,
      eraseAccount: async (id) => byId.delete(id),
    },
    payments: {
      async removePayment(id, paymentId) {
        const before = payments.get(id) ?? [];
        payments.set(
          id,
          before.filter((each) => each.id !== paymentId),
        );
        return before.some((each) => each.id === paymentId);
      },
    },
    recipients: told.port,
    configured: [CONFIGURED],
    recipientKey: fakeRecipientKey,
    checkAddress: checkPublicUrl,
    channels: ["webhook", "email", "sms", "slack", "teams"],
    readStatement: parseStatement,
    offered: ["skatteverket", "skatteetaten"],
    now: options.now ?? (() => NOW),
    sessions: {
      putSession: async (session) => void sessions.set(session.hash, session),
      session: async (hash) => sessions.get(hash) ?? null,
      endSession: async (hash) => void sessions.delete(hash),
    },
    facts: {
      fact: async (name) => facts.get(name) ?? null,
      async putFact(name, value, expected) {
        if ((facts.get(name)?.version ?? 0) !== expected) return false;
        facts.set(name, { value, version: expected + 1 });
        return true;
      },
    },
    ...(options.appointee && { appointee: options.appointee }),
    ...(options.clientLinks && { clientLinks: options.clientLinks }),
    random: (count) => createHash("shake256", { outputLength: count }).update(String(drawn++)).digest(),
    operations: () => options.operations ?? {},
    onFault: (fault) => void faults.push(fault),
  };

  let given = 0;
  return {
    ports,
    id(name) {
      const account = accounts.find((each) => each.name === name);
      if (!account) throw new Error(`no company ${name}`);
      return account.id;
    },
    faults,
    queued,
    alerts,
    observations,
    sessions,
    told,
    records,
    payments,
    accounts: byId,
    keys,
    audit: () => state().audit({ from: instant(0), to: instant(Date.UTC(2100, 0)), limit: 10_000 }),
    revokeKeys() {
      for (const [hash, key] of keys) keys.set(hash, { ...key, revokedAt: NOW });
    },
    key(record = {}) {
      const key = `svk_test${given++}`;
      keys.set(hashKey(key), { id: `key_${given}`, hash: hashKey(key), scopes: ["read"], accounts: null, revokedAt: null, ...record });
      return { authorization: `Bearer ${key}` };
    },
  };
}

export const fakeOptions = (more: Partial<WebOptions> = {}): WebOptions => ({ pages: false, version: "0.0.0", language: "sv", ...more });
