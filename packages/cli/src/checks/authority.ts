import { type Account, parseIdentity } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import { openSkatteverket } from "../wiring/skatteverket.ts";
import { openExistingState, openTable, requireAccount, tableName, watchedAccounts } from "../wiring/state.ts";
import { type Bench, present, type Well } from "./check.ts";

export type { Bench } from "./check.ts";

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
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

/** Whether one account can be read: the API keys, the scope and the right to read it. */
export async function checkAccount(bench: Bench): Promise<Well | string> {
  const { settings } = present(bench.access);
  const tried = await accountToTry(bench);
  if (!tried) return "not looked at: no account is watched; name one with --account";
  const ms = await milliseconds(() => present(bench.skatteverket).balance(tried.identity));
  const rate = `${settings.requestsPerSecond} calls a second at most`;
  return { what: `${tried.name} was read at ${new URL(settings.apiUrl).host} within ${ms} ms; ${rate}` };
}

async function accountToTry({ account, ...bench }: Bench): Promise<Pick<Account, "identity" | "name"> | null> {
  const loaded = present(bench.loaded);
  const [listed] = loaded.configuration.accounts;
  if (account === null && listed) return listed;
  if (account !== null && !account.startsWith("acc_")) return { identity: parseIdentity(account).number, name: "the account" };
  const table = tableName(loaded);
  const store = table === null ? await openExistingState(loaded) : await openTable(table, bench.context);
  if (!store) return null;
  try {
    if (account !== null) return (await requireAccount(store, account)).account;
    for await (const watched of watchedAccounts(store, loaded.configuration).accounts()) return watched.account;
    return null;
  } finally {
    await store.close();
  }
}

export async function closeBench({ skatteverket }: Bench): Promise<void> {
  await skatteverket?.close();
}
