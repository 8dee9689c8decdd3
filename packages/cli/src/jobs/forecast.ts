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
  toSaldovaktError,
  ZONE_OF,
} from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import type { Skatteverket } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { type Loaded, loadConfiguration } from "../load.ts";
import { forecastReport } from "../report/forecast.ts";
import { type Access, openSkatteverket, readAccess, readCertificate, requireValid } from "../wiring/source.ts";
import { type LocalStore, openExistingState, sharedSlots } from "../wiring/state.ts";

export interface Asked {
  readonly json?: boolean;
  readonly estimates: boolean;
}

/** Reads one account and prints its forecast. Throws the faults of input, configuration and source. */
export async function forecastAccount(context: Context, text: string, asked: Asked): Promise<undefined> {
  const identity = readable(text === "-" ? await context.stdin() : text);
  const loaded = await loadConfiguration(context);
  const access = await readAccess(context, loaded);
  requireValid(await readCertificate(access), context.real);

  const store = await stateIfUsable(context, loaded);
  try {
    return await forecastWith(context, identity, { loaded, access, store }, asked);
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    if (!store || !fault.code.startsWith("STORE_")) throw fault;
    context.stderr.lines(`note: going on without the state: ${fault.message}`);
    return forecastWith(context, identity, { loaded, access, store: null }, asked);
  } finally {
    await store?.close();
  }
}

interface Readied {
  readonly loaded: Loaded;
  readonly access: Access;
  readonly store: LocalStore | null;
}

async function forecastWith(context: Context, identity: Identity, { loaded, access, store }: Readied, asked: Asked): Promise<undefined> {
  const skatteverket = openSkatteverket(access, store ? sharedSlots(store) : memorySlots(), context.clock);
  try {
    const today = context.clock.today(ZONE_OF.skatteverket);
    const { account, policy, payments } = await known(identity, loaded, access, store);
    const observation = await read(skatteverket, identity, today, policy.horizonDays);
    const whole = forecast(observation, policy, today, recognisePayments(payments, observation.history, today));
    const made = asked.estimates ? whole : decidedOnly(whole);
    if (asked.json) printJson(context, forecastDocument(made, account, policy.language));
    else context.stdout.lines(...forecastReport(made, account, policy.language, context.stdout));
  } finally {
    await skatteverket.close();
  }
}

function readable(text: string): Identity {
  const identity = parseIdentity(text);
  if (identity.country === "SE") return identity;
  const remedy = "for a Swedish account write all twelve digits";
  throw inputError("SOURCE_NOT_AVAILABLE", "nine digits mean a Norwegian account, and this version reads Swedish ones only", remedy);
}

/** A state that cannot be opened must not keep an account from being read: the forecast needs none. */
async function stateIfUsable(context: Context, loaded: Loaded): Promise<LocalStore | null> {
  return openExistingState(loaded).catch((thrown: unknown) => {
    context.stderr.lines(`note: going on without the state: ${toSaldovaktError(thrown).message}`);
    return null;
  });
}

/** One reading, with the payout settings where they decide something. Those are worth a warning only: their faults do not stop the forecast. */
async function read(skatteverket: Skatteverket, { number }: Identity, today: PlainDate, horizonDays: number): Promise<Observation> {
  const observation = await skatteverket.read(number);
  if (!payoutMatters(observation, today, addDays(today, horizonDays))) return observation;
  try {
    return { ...observation, payout: await skatteverket.readPayout(number) };
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
async function known(identity: Identity, { configuration }: Loaded, { secret }: Access, store: LocalStore | null): Promise<Known> {
  const stored = (await store?.findAccount("skatteverket", identity.number)) ?? null;
  const listed = configuration.accounts.find((account) => account.identity === identity.number);
  const name = listed?.name ?? stored?.name ?? maskIdentity(identity);
  const id = stored?.id ?? accountId(createHmac("sha256", secret.apigw.clientSecret).update(identity.number).digest());
  const policy = policyOf(policyOf(configuration.policy, stored ?? {}), listed ?? {});
  return { account: { id, source: "skatteverket", name }, policy, payments: stored && store ? await store.payments(stored.id) : [] };
}
