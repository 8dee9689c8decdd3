import { createHmac } from "node:crypto";
import {
  type AccountReference,
  accountId,
  addDays,
  decidedOnly,
  forecast,
  forecastDocument,
  type Identity,
  inputError,
  maskIdentity,
  type Observation,
  type PlainDate,
  type Policy,
  parseIdentity,
  payoutMatters,
  policyOf,
  type RegisteredPayment,
  recognisePayments,
  type SourceName,
  toSaldovaktError,
  ZONE_OF,
} from "@saldovakt/domain";
import type { Source } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { type Loaded, loadConfiguration } from "../load.ts";
import { forecastReport } from "../report/forecast.ts";
import { openValid } from "../wiring/authorities.ts";
import type { Authority } from "../wiring/authority.ts";
import { type LocalStore, openExistingState } from "../wiring/state.ts";

export interface Asked {
  readonly json?: boolean;
  readonly estimates: boolean;
  /** The authority, as typed. */
  readonly source?: string;
}

/** Reads one account and prints its forecast. Throws the faults of input, configuration and source. */
export async function forecastAccount(context: Context, text: string, asked: Asked): Promise<undefined> {
  const identity = parseIdentity(text === "-" ? await context.stdin() : text);
  const source = sourceOf(identity, asked.source);
  const loaded = await loadConfiguration(context);

  const store = await stateIfUsable(context, loaded);
  try {
    return await forecastWith(context, identity, { source, loaded, store }, asked);
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    if (!store || !fault.code.startsWith("STORE_")) throw fault;
    context.stderr.lines(`note: going on without the state: ${fault.message}`);
    return forecastWith(context, identity, { source, loaded, store: null }, asked);
  } finally {
    await store?.close();
  }
}

interface Readied {
  readonly source: SourceName;
  readonly loaded: Loaded;
  readonly store: LocalStore | null;
}

async function forecastWith(context: Context, identity: Identity, { source, loaded, store }: Readied, asked: Asked): Promise<undefined> {
  const authority = await openValid(source, context, loaded, store);
  try {
    const today = context.clock.today(ZONE_OF[source]);
    const { account, policy, payments } = await known(identity, loaded, authority, store);
    const observation = await read(authority.source, identity, today, policy.horizonDays);
    const whole = forecast(observation, policy, today, recognisePayments(payments, observation.history, today));
    const made = asked.estimates ? whole : decidedOnly(whole);
    if (asked.json) printJson(context, forecastDocument(made, account, policy.language));
    else context.stdout.lines(...forecastReport(made, account, policy.language, context.stdout));
  } finally {
    await authority.close();
  }
}

/** The number says whose account it is; the option only makes sure of it. */
function sourceOf({ country }: Identity, asked: string | undefined): SourceName {
  const source = country === "SE" ? "skatteverket" : "skatteetaten";
  if (asked === undefined || asked === source) return source;
  const remedy = "twelve digits mean skatteverket, nine skatteetaten";
  if (!Object.hasOwn(ZONE_OF, asked)) throw inputError("SOURCE_UNKNOWN", "there is no such authority", remedy);
  throw inputError("SOURCE_MISMATCH", "the number is one of another country than the authority", remedy);
}

/** A state that cannot be opened must not keep an account from being read: the forecast needs none. */
async function stateIfUsable(context: Context, loaded: Loaded): Promise<LocalStore | null> {
  return openExistingState(loaded).catch((thrown: unknown) => {
    context.stderr.lines(`note: going on without the state: ${toSaldovaktError(thrown).message}`);
    return null;
  });
}

/** One reading, with the payout settings where they decide something. Those are worth a warning only: their faults do not stop the forecast. */
async function read(source: Source, { number }: Identity, today: PlainDate, horizonDays: number): Promise<Observation> {
  const observation = await source.read(number);
  if (!source.readPayout || !payoutMatters(observation, today, addDays(today, horizonDays))) return observation;
  try {
    return { ...observation, payout: await source.readPayout(number) };
  } catch (thrown) {
    const { scope } = toSaldovaktError(thrown);
    if (scope === "installation" || scope === "internal") throw thrown;
    return observation;
  }
}

interface Known {
  readonly account: AccountReference;
  readonly policy: Policy;
  readonly payments: readonly RegisteredPayment[];
}

/** What is known of the account here. One that is in no state gets an id that is the same every time and tells nothing of its number. */
async function known(
  identity: Identity,
  { configuration }: Loaded,
  { name: source, idKey }: Authority,
  store: LocalStore | null,
): Promise<Known> {
  const stored = (await store?.findAccount(source, identity.number)) ?? null;
  const listed = configuration.accounts.find((account) => account.identity === identity.number);
  const name = listed?.name ?? stored?.name ?? maskIdentity(identity);
  const id = stored?.id ?? accountId(createHmac("sha256", idKey).update(identity.number).digest());
  const policy = policyOf(configuration.policy, { source, policy: { ...stored?.policy, ...listed?.policy } });
  return { account: { id, source, name }, policy, payments: stored && store ? await store.payments(stored.id) : [] };
}
