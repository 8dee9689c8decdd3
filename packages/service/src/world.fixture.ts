import {
  type Account,
  type AccountId,
  type Alert,
  accountId,
  addDays,
  DEFAULT_POLICY,
  fromWhole,
  type Instant,
  instant,
  luhnDigit,
  type Observation,
  type PlainDate,
  type Policy,
  plainDate,
  policyOf,
  type RegisteredPayment,
  SaldovaktError,
  ZERO,
} from "@saldovakt/domain";
import type { AccountBook } from "./accounts.ts";
import type { AlertHistory } from "./acknowledge.ts";
import type {
  AccountList,
  Channel,
  Deliveries,
  Delivery,
  DeliveryMessage,
  JudgementRecord,
  OutgoingMessage,
  Recipient,
  Records,
  Source,
  Summary,
} from "./ports.ts";
import type { WatchPorts } from "./watch.ts";

/** A small world in memory for tests: stores, a scripted source, a queue, and a fuse that cuts the power at any step. */

/** Thrown by the fuse: the process is gone. No code under test may catch it and go on. */
export class PowerCut extends Error {}

export interface World {
  today: PlainDate;
  /** Steps (port calls) until the power is cut; Infinity = never. */
  fuse: number;
  steps: number;
  readonly policy: Policy;
  readonly accounts: Map<AccountId, Account>;
  readonly answers: Map<string, Observation | SaldovaktError>;
  readonly summaries: Map<AccountId, Summary>;
  readonly alerts: Map<string, Alert>;
  /** What arrived at the recipient, every arrival. */
  readonly arrived: OutgoingMessage[];
  readonly queued: DeliveryMessage[];
  readonly failures: { id: AccountId; code: string }[];
  readonly deliveries: Map<string, Delivery>;
  readonly payments: Map<string, RegisteredPayment>;
  readonly watch: WatchPorts & { readonly accounts: AccountList };
  readonly deliver: Pick<WatchPorts, "policyFor"> & {
    readonly deliveries: Deliveries;
    readonly recipient: (key: string) => Recipient | null;
    readonly channel: () => Channel;
  };
  readonly book: AccountBook;
  readonly alertHistory: AlertHistory;
  /** Bytes that nobody needs to guess: the same in every run. */
  readonly random: (count: number) => Uint8Array;
  add(name: string, answer: Observation | SaldovaktError): Account;
}

export const RECIPIENT: Recipient = { key: "hook", channel: "webhook" };

export function observed(balance: number, charges: readonly (readonly [string, number])[], today: PlainDate): Observation {
  const stamp = instant(Date.parse(`${today}T05:00:00Z`));
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(balance),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2026-12-05"),
    asOf: stamp,
    readAt: stamp,
    charges: charges.map(([dueDate, amount]) => ({
      dueDate: plainDate(dueDate),
      amount: fromWhole(amount),
      text: "Moms",
      kind: "vat",
      estimated: false,
    })),
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1655667788996", referenceType: "OCR" },
    history: [],
    historyFrom: addDays(today, -555),
    warnings: [],
  };
}

/** `policy`: the policy of every account. `retryAfter`: what the queue's own copy of a message is worth to a test. */
export function world(policy: Partial<Policy> = {}): World {
  const observations = new Map<AccountId, Observation>();
  const records = new Map<AccountId, JudgementRecord>();
  const disabled = new Set<string>();
  let added = 0;
  let drawn = 0;

  /** One step of the outside world: the power may go before it or after it. */
  const step = async <T>(act: () => T): Promise<T> => {
    if (++state.steps > state.fuse) throw new PowerCut();
    const result = act();
    if (++state.steps > state.fuse) throw new PowerCut();
    return structuredClone(result);
  };

  const stored: Records = {
    account: (id) =>
      step(() =>
        state.accounts.has(id) ? { account: state.accounts.get(id) as Account, summary: state.summaries.get(id) ?? null } : null,
      ),
    observation: (id) => step(() => observations.get(id) ?? null),
    putObservation: (id, observation) => step(() => void observations.set(id, observation)),
    putSummary: (id, summary) => step(() => void state.summaries.set(id, summary)),
    updateAccount: (id, change) =>
      step(() => {
        const account = state.accounts.get(id);
        if (account) state.accounts.set(id, { ...account, ...change });
        return account !== undefined;
      }),
    record: (id) => step(() => records.get(id) ?? { version: 0, remembered: { episodes: [] }, outbox: [] }),
    putRecord: (id, expected, record) =>
      step(() => {
        if ((records.get(id)?.version ?? 0) !== expected) return false;
        records.set(id, structuredClone({ version: expected + 1, ...record }));
        return true;
      }),
    putAlert: (id, alert) => step(() => void state.alerts.set(`${id} ${alert.id}`, alert)),
    payments: () => step(() => [...state.payments.values()]),
    putPayment: (_, payment) => step(() => void state.payments.set(payment.id, payment)),
  };

  const source: Source = {
    read: (identity) =>
      step(() => {
        const answer = state.answers.get(identity);
        if (answer instanceof SaldovaktError) throw answer;
        return answer as Observation;
      }),
  };

  const clock = { now: (): Instant => instant(Date.parse(`${state.today}T06:00:00Z`)), today: () => state.today };
  const state: World = {
    today: plainDate("2026-11-23"),
    fuse: Number.POSITIVE_INFINITY,
    steps: 0,
    policy: { ...DEFAULT_POLICY, ...policy },
    accounts: new Map(),
    answers: new Map(),
    summaries: new Map(),
    alerts: new Map(),
    arrived: [],
    queued: [],
    failures: [],
    deliveries: new Map(),
    payments: new Map(),
    watch: {
      records: stored,
      accounts: {
        async *accounts() {
          for (const account of state.accounts.values()) yield { account, summary: state.summaries.get(account.id) ?? null };
        },
      },
      sources: () => source,
      queue: { send: (messages) => step(() => void state.queued.push(...messages)) },
      recipients: () => [RECIPIENT],
      policyFor: (account) => policyOf(state.policy, account),
      clock,
      journal: {
        accountRead: () => undefined,
        accountFailed: (event) => state.failures.push({ id: event.id, code: event.code }),
        deliveryTried: () => undefined,
      },
    },
    deliver: {
      policyFor: (account) => policyOf(state.policy, account),
      deliveries: {
        delivery: (id) => step(() => state.deliveries.get(id) ?? null),
        putDelivery: (record) =>
          step(() => {
            const stands = state.deliveries.get(record.id);
            if (stands && stands.status !== "pending") return stands;
            state.deliveries.set(record.id, record);
            return record;
          }),
        disableRecipient: (recipient) => step(() => void disabled.add(recipient)),
        isRecipientDisabled: (recipient) => step(() => disabled.has(recipient)),
      },
      recipient: (key) => (key === RECIPIENT.key ? RECIPIENT : null),
      channel: () => ({
        send: (message) =>
          step(() => {
            state.arrived.push(message);
            return { kind: "delivered" };
          }),
      }),
    },
    book: {
      addAccount: async (account) => {
        const standing = [...state.accounts.values()].find(
          ({ source, identity }) => source === account.source && identity === account.identity,
        );
        if (!standing) state.accounts.set(account.id, account);
        return { account: standing ?? account, added: !standing };
      },
      updateAccount: async (id, change) => {
        const account = state.accounts.get(id);
        if (!account) return false;
        const fields = Object.entries({ ...account, ...change }).filter(([, value]) => value !== null);
        state.accounts.set(id, Object.fromEntries(fields) as unknown as Account);
        return true;
      },
      account: async (id) => {
        const account = state.accounts.get(id);
        return account ? { account, summary: state.summaries.get(id) ?? null } : null;
      },
      findAccount: async (source, identity) =>
        [...state.accounts.values()].find((account) => account.source === source && account.identity === identity) ?? null,
      eraseAccount: async (id) => state.accounts.delete(id),
    },
    alertHistory: { alert: async (id, alertId) => state.alerts.get(`${id} ${alertId}`) ?? null },
    random: (count) => Uint8Array.from({ length: count }, (_, index) => 100 + drawn++ + index),
    add(name, answer) {
      const digits = String(550_000_000 + ++added);
      const identity = `16${digits}${luhnDigit(digits)}`;
      const id = accountId(Uint8Array.from({ length: 20 }, (_, index) => added + index));
      const account: Account = { id, source: "skatteverket", identity, name, origin: "command", addedAt: clock.now() };
      state.accounts.set(id, account);
      state.answers.set(identity, answer);
      return account;
    },
  };
  return state;
}
