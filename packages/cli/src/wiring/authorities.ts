import type { Configuration } from "@saldovakt/configuration";
import type { SourceName } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import type { AccessOf, Authority } from "./authority.ts";
import { sharedSlots } from "./state.ts";

/** The authorities that the configuration has a section for. */
export const configured = ({ skatteverket, skatteetaten }: Configuration): readonly SourceName[] => [
  ...(skatteverket ? (["skatteverket"] as const) : []),
  ...(skatteetaten ? (["skatteetaten"] as const) : []),
];

/** The same; where there is none at all, the one whose absence is told. */
export function configuredOrMissing(configuration: Configuration): readonly SourceName[] {
  const names = configured(configuration);
  return names.length > 0 ? names : ["skatteverket"];
}

/** What the configuration says of an account's access goes before what the state keeps of it. */
const accessFrom =
  ({ accounts }: Configuration, store: Pick<Store, "findAccount"> | null): AccessOf =>
  async (identity) =>
    accounts.find((account) => account.identity === identity)?.access ?? (await store?.findAccount("skatteetaten", identity))?.access;

/** Skatteetaten takes five calls at once of us. A program that serves runs beside the one that watches, so five are parted between the two. */
const CALLS_AT_ONCE = { serving: 1, working: 4 } as const;
export type Standing = keyof typeof CALLS_AT_ONCE;

/**
 * Makes an authority ready to be called: its secret is read, nothing is called. What it is called by is loaded for it alone. Without a state there
 * is nobody to share a call rate with. Throws `SKATTEVERKET_MISSING`, `SKATTEETATEN_MISSING`, `REFERENCE_UNREADABLE`, `SECRET_INVALID` and what keeps
 * key or certificate from being read.
 */
export async function openAuthority(
  name: SourceName,
  context: Context,
  loaded: Loaded,
  store: Store | null,
  standing: Standing = "working",
): Promise<Authority> {
  if (name === "skatteverket") {
    const { readAccess, skatteverketAuthority } = await import("./skatteverket.ts");
    return skatteverketAuthority(await readAccess(context, loaded), store ? sharedSlots(store) : memorySlots(), context);
  }
  const { readNorwegianAccess, skatteetatenAuthority } = await import("./skatteetaten.ts");
  const access = await readNorwegianAccess(context, loaded);
  const settings = { ...access.skatteetaten, callsAtOnce: CALLS_AT_ONCE[standing] };
  return skatteetatenAuthority({ ...access, skatteetaten: settings }, accessFrom(loaded.configuration, store), context);
}

/** Refuses an authority that will not take us today: `CERTIFICATE_EXPIRED` or `CERTIFICATE_NOT_YET_VALID`. */
export async function openValid(
  name: SourceName,
  context: Context,
  loaded: Loaded,
  store: Store | null,
  standing?: Standing,
): Promise<Authority> {
  const authority = await openAuthority(name, context, loaded, store, standing);
  if (!authority.fault) return authority;
  await authority.close();
  throw authority.fault;
}
