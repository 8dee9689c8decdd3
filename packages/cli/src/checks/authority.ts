import {
  type Account,
  appointmentOf,
  appointmentText,
  NOT_AUTHORISED,
  parseIdentity,
  SaldovaktError,
  type SourceName,
} from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import { appointeeFor } from "../wiring/appointee.ts";
import { openOmbudHandling } from "../wiring/client-links.ts";
import { openSkatteverket } from "../wiring/skatteverket.ts";
import { openExistingState, openTable, requireAccount, tableName, watchedAccounts } from "../wiring/state.ts";
import { type Bench, present, type Well } from "./check.ts";

export type { Bench } from "./check.ts";

export const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
};

/** Whether the token endpoint takes the keys and the certificate. */
export async function checkToken(bench: Bench): Promise<Well> {
  const access = present(bench.access);
  const skatteverket = openSkatteverket(access, memorySlots(), bench.context.clock);
  bench.skatteverket = skatteverket;
  const ms = await milliseconds(() => skatteverket.token());
  return { what: `${new URL(access.settings.tokenUrl).host} gave a token within ${ms} ms` };
}

/** Whether Ombudshantering is open to us: the agreement, its address, and which role juridiskt läsombud is. Nothing is made there. */
export async function checkOmbud(bench: Bench): Promise<Well> {
  const ombud = openOmbudHandling(present(bench.access), present(bench.loaded), memorySlots(), bench.context);
  if (!ombud) throw new Error("this is looked at only where it is configured");
  try {
    const named = present(bench.loaded).configuration.skatteverket?.ombud?.api?.role;
    const role = await ombud.role();
    return named === undefined
      ? { what: `Ombudshantering lists juridiskt läsombud as ${role}` }
      : { what: `links are asked for with the role ${role}, as configured; it was not tried`, doubtful: true };
  } finally {
    await ombud.close();
  }
}

export const hasOmbudApi = ({ loaded }: Bench): boolean => loaded?.configuration.skatteverket?.ombud?.api !== undefined;

/** Whether one account can be read: the API keys, the scope and the right to read it. */
export async function checkAccount(bench: Bench): Promise<Well | string> {
  const { settings } = present(bench.access);
  const tried = await accountToTry(bench, "skatteverket");
  if (typeof tried === "string") return tried;
  const ms = await milliseconds(async () => {
    try {
      await present(bench.skatteverket).balance(tried.identity);
    } catch (thrown) {
      throw await withWhose(thrown, tried, bench);
    }
  });
  const rate = `${settings.requestsPerSecond} calls a second at most`;
  return { what: `${tried.name} was read at ${new URL(settings.apiUrl).host} within ${ms} ms; ${rate}` };
}

/** Of an account that we are not permitted to read: whose permission is missing, or that the certificate is another's. */
async function withWhose(thrown: unknown, { identity }: Tried, bench: Bench): Promise<unknown> {
  if (!(thrown instanceof SaldovaktError) || thrown.code !== NOT_AUTHORISED) return thrown;
  const appointee = await appointeeFor(bench.context, present(bench.loaded));
  const refused = { source: "skatteverket", identity, permission: { refusedSince: bench.context.real.now() } } as const;
  const stands = appointmentOf(refused, false, appointee.organisation);
  const { whose } = appointmentText(stands, appointee, "en");
  const letter = stands.waitsFor === "client" ? " `saldovakt ombud link` prints what to send." : "";
  const { code, scope, cause } = thrown;
  return new SaldovaktError(thrown.message, { code, scope, cause, remedy: `${whose}${letter}` });
}

type Tried = Pick<Account, "identity" | "name" | "access">;

const NOBODY = "not looked at: no account is watched; name one with --account";
const ANOTHERS = "not looked at: the account named is another country's";

/** The account to be read for a trial, or why there is none. */
export async function accountToTry({ account, ...bench }: Bench, source: SourceName): Promise<Tried | string> {
  const loaded = present(bench.loaded);
  const listed = loaded.configuration.accounts.find((each) => each.source === source);
  if (account === null && listed) return listed;
  if (account !== null && !account.startsWith("acc_")) {
    const { number, country } = parseIdentity(account);
    if ((country === "SE") !== (source === "skatteverket")) return ANOTHERS;
    return loaded.configuration.accounts.find(({ identity }) => identity === number) ?? { identity: number, name: "the account" };
  }
  const table = tableName(loaded);
  const store = table === null ? await openExistingState(loaded) : await openTable(table, bench.context);
  if (!store) return NOBODY;
  try {
    if (account !== null) {
      const found = (await requireAccount(store, account)).account;
      return found.source === source ? found : ANOTHERS;
    }
    for await (const watched of watchedAccounts(store, loaded.configuration).accounts()) {
      if (watched.account.source === source) return watched.account;
    }
    return NOBODY;
  } finally {
    await store.close();
  }
}

export async function closeBench({ skatteverket, norway }: Bench): Promise<void> {
  await Promise.all([skatteverket?.close(), norway?.authority.close()]);
}
