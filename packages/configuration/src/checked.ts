import { inputError } from "@saldovakt/domain";
import type { Configuration } from "./configuration.ts";

/** What is left of a configuration where state lies in a table and accounts lie in the state. */
export type CheckedConfiguration = Omit<Configuration, "accounts" | "state">;

/** Rises when a reader of the newer form would misread the older one: the two are deployed together, or not at all. */
const FORM = 1;

/**
 * The configuration as text for a program that starts often and shall not check again what was checked when it was deployed, with its defaults
 * filled in: checking it takes longer than all else that such a start does.
 */
export function writeChecked({ accounts: _, state: __, ...configuration }: Configuration): string {
  return JSON.stringify({ checked: FORM, ...configuration });
}

/** What `writeChecked` wrote. Throws `CONFIGURATION_INVALID` (input) for any other text, `saldovakt.json` as it is among them. */
export function readChecked(text: string): CheckedConfiguration {
  try {
    const { checked, ...configuration } = JSON.parse(text) as CheckedConfiguration & { readonly checked?: number };
    if (checked === FORM) return configuration;
  } catch {
    // Without the parser's message: it quotes the text.
  }
  throw inputError("CONFIGURATION_INVALID", "the configuration is not one that was checked and written for functions", "deploy again");
}
