import { type ChangeCode, inputError, parseIdentity, SaldovaktError } from "@saldovakt/domain";
import { ALTINN_SCOPES, systemIdOf } from "@saldovakt/maskinporten";
import type { Deed } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { Context } from "../../context.ts";
import type { Loaded } from "../../load.ts";
import { type Onboarding, openOnboarding } from "../../wiring/altinn.ts";
import { withState } from "../../wiring/state.ts";
import { type Memory, memoryOf } from "./memory.ts";

/** What Krav og betalinger is called in Altinn's resource register. */
export const RESOURCE = "ske-krav-og-betalinger";
/** What an accountant's system user is asked for: single resources are not for agents. */
export const ACCESS_PACKAGE = "urn:altinn:accesspackage:skattegrunnlag";
/** What makes the system's id, after the vendor's organisation number. */
export const SYSTEM_NAME = "saldovakt";

export interface Desk {
  readonly context: Context;
  readonly loaded: Loaded;
  readonly store: Store;
  readonly norway: Onboarding;
  readonly memory: Memory;
}

/** Opens the state, Maskinporten, Altinn and Krav og betalinger, does the work and closes them. Throws `SYSTEM_USERS_UNUSED` (input). */
export async function atDesk<T>(context: Context, work: (desk: Desk) => Promise<T>): Promise<T> {
  return withState(context, async (store, loaded) => {
    const norway = await openOnboarding(context, loaded);
    try {
      if (norway.access.skatteetaten.package !== "regnskapssystem") {
        throw inputError(
          "SYSTEM_USERS_UNUSED",
          "skatteetaten.package is finans: a financial institution reads by the customer's consent, not by a system user",
          "write regnskapssystem there, or collect consents",
        );
      }
      return await work({ context, loaded, store, norway, memory: memoryOf(store, norway.access.maskinporten.issuer) });
    } catch (thrown) {
      throw namingScopes(thrown);
    } finally {
      context.stderr.passing(null);
      await norway.close();
    }
  });
}

/** What is done about a customer, for the log: an organisation that is watched is named by its account, and any other by nothing. */
export async function deedOn({ store }: Pick<Desk, "store">, org: string, change: ChangeCode): Promise<Deed> {
  const account = (await store.findAccount("skatteetaten", org))?.id ?? null;
  return { action: "norway.change", changes: [change], account };
}

/** Maskinporten does not say which scope it refuses, and a system's vendor needs several. */
function namingScopes(thrown: unknown): unknown {
  if (!(thrown instanceof SaldovaktError) || thrown.code !== "MP_SCOPE_REFUSED") return thrown;
  return new SaldovaktError("a scope of Altinn's is not registered on the client (MP-200)", {
    code: thrown.code,
    scope: thrown.scope,
    remedy: `add these scopes to the client in Digdir's self-service: ${Object.values(ALTINN_SCOPES).join(", ")}`,
    cause: thrown,
  });
}

/** A Norwegian organisation number as typed; `-` reads it from standard input. Throws `ORGANISATION_INVALID`, which does not repeat it. */
export async function organisation(context: Pick<Context, "stdin">, text: string, what = "the number"): Promise<string> {
  const given = text === "-" ? await context.stdin() : text;
  const wrong = (): SaldovaktError =>
    inputError(
      "ORGANISATION_INVALID",
      `${what} is not a Norwegian organisation number`,
      "write its nine digits, as Brønnøysundregistrene has it",
    );
  try {
    const { country, number } = parseIdentity(given);
    if (country !== "NO") throw wrong();
    return number;
  } catch {
    throw wrong();
  }
}

/** The id of our system: the registered one, or the one that `--vendor` makes. Throws `SYSTEM_NOT_REGISTERED`. */
export async function systemOf({ context, memory }: Pick<Desk, "context" | "memory">, vendor: string | undefined): Promise<string> {
  if (vendor !== undefined) return systemIdOf({ vendorOrg: await organisation(context, vendor, "--vendor"), name: SYSTEM_NAME });
  const known = await memory.system();
  if (known !== null) return known;
  throw inputError(
    "SYSTEM_NOT_REGISTERED",
    "this state knows of no system in Altinn's register",
    "run `saldovakt norway register-system` first; where it was run with another state, give --vendor with your own organisation number",
  );
}

/** A reference as typed; null where it says nothing more than the organisation number. Throws `EXTERNAL_REF_INVALID`. */
export function externalReference(text: string | undefined, org: string): { readonly externalRef?: string } {
  if (text === undefined || text === org) return {};
  if (text.trim() === "" || text.length > 255 || /\p{Cc}/u.test(text)) {
    throw inputError("EXTERNAL_REF_INVALID", "--external-ref is not a text of one line", "give 1 to 255 characters");
  }
  return { externalRef: text };
}

/** https addresses as typed; `none` for an empty list. Throws `REDIRECT_INVALID`. */
export function addresses(given: readonly string[]): readonly string[] {
  if (given.length === 1 && given[0] === "none") return [];
  for (const text of given) {
    if (URL.parse(text)?.protocol !== "https:")
      throw inputError("REDIRECT_INVALID", "--redirect is not an https address", "write it as https://host/path");
  }
  return [...new Set(given)];
}
