import type { Context } from "../context.ts";
import type { VaultOptions } from "./options.ts";
import { openVault, regionOf, type Vault } from "./vault.ts";

/** Opens the secret, does the work and lets go of it. */
export async function withVault<T>(context: Context, id: string, options: VaultOptions, work: (vault: Vault) => Promise<T>): Promise<T> {
  const vault = await openVault(id, regionOf(id, options.region, context.env));
  try {
    return await work(vault);
  } finally {
    vault.close();
  }
}
