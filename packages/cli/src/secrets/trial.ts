import { parseConfiguration } from "@saldovakt/configuration";
import { inputError, parseIdentity, SaldovaktError } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import type { SkatteverketSecret } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import { type Loaded, loadConfiguration, resolveReference } from "../load.ts";
import { type Access, openSkatteverket, requireSection, settingsOf } from "../wiring/skatteverket.ts";
import type { TrialOptions } from "./options.ts";

export interface Trial {
  /** Whether the gateway's keys were tried as well, which takes an account to ask for. */
  readonly gateway: boolean;
}

/** What came of trying: null in place of a trial for a webhook's secret or a chat room's address; Maskinporten has no gateway of its own to try. */
export type Tried = Trial | { readonly gateway: null; readonly token?: true };

/**
 * Tries the secret where it will be used: fetches a token, and reads one account's balance where one is known, which shows the gateway its
 * keys. Throws the authority's refusal by its own code, and what the configuration's addresses lack. Nothing that is read is kept or told.
 */
export async function trySecret(context: Context, secret: SkatteverketSecret, options: TrialOptions): Promise<Trial> {
  const loaded = await whereToTry(context, options);
  const skatteverket = openSkatteverket(await accessOf(context, loaded, secret), memorySlots(), context.real);
  try {
    await skatteverket.token();
    const identity = accountToAsk(loaded, options);
    if (identity === null) return { gateway: false };
    await skatteverket.balance(identity).catch((thrown: unknown) => {
      // An account's own refusal comes from behind the gateway: the keys have passed.
      if (!(thrown instanceof SaldovaktError) || thrown.scope !== "account") throw thrown;
    });
    return { gateway: true };
  } finally {
    await skatteverket.close();
  }
}

/** The addresses to try it at: those of the configuration, or of an environment that is named. */
export async function whereToTry(
  context: Context,
  { environment }: TrialOptions,
  authority: "skatteverket" | "maskinporten" = "skatteverket",
): Promise<Loaded> {
  if (environment !== undefined) {
    const section = { environment, secret: "file:none" }; // The secret itself is at hand.
    const sections = authority === "skatteverket" ? { skatteverket: section } : { maskinporten: section, skatteetaten: { environment } };
    return { configuration: parseConfiguration(sections), baseDir: context.cwd };
  }
  try {
    return await loadConfiguration(context);
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError) || thrown.code !== "CONFIGURATION_MISSING") throw thrown;
    const remedy =
      "add --environment production (or test), or name a configuration with --config FILE: its addresses are where it is tried";
    throw inputError(thrown.code, thrown.message, remedy);
  }
}

async function accessOf(context: Context, loaded: Loaded, secret: SkatteverketSecret): Promise<Access> {
  const section = requireSection(loaded);
  const ca = section.ca === undefined ? undefined : await resolveReference(context, loaded, "skatteverket.ca", section.ca);
  return { secret, readSecret: async () => secret, settings: settingsOf(section, secret, ca) };
}

function accountToAsk({ configuration }: Loaded, { account }: TrialOptions): string | null {
  if (account !== undefined) return parseIdentity(account).number;
  return configuration.accounts.find(({ source }) => source === "skatteverket")?.identity ?? null;
}
