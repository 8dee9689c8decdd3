import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { requireAccount, withState } from "../wiring/state.ts";

/** Prints everything kept of an account. Amounts in it are whole numbers of öre, as they are kept. */
export async function writeExport(context: Context, text: string): Promise<undefined> {
  await withState(context, async (store) => {
    const { account } = await requireAccount(store, text.trim());
    printJson(context, await store.exportAccount(account.id));
  });
}
