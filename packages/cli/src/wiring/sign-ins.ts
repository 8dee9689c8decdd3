import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { SignInSection, SkatteverketSection } from "@saldovakt/configuration";
import { inputError } from "@saldovakt/domain";
import { type SlotStore, systemTimer } from "@saldovakt/http";
import { parseSecret, type SkatteverketSecret } from "@saldovakt/skatteverket";
import { type DataKeys, fileDataKeys, openSignIns, type SignInHouseSettings } from "@saldovakt/skatteverket/sign-in";
import type { WebPorts } from "@saldovakt/web";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";
import { type Access, readAccess } from "./skatteverket.ts";
import type { LocalStore } from "./state.ts";

/** What people who sign in at Skatteverket open: the way in, and the readings behind it. */
export interface SignInPorts {
  readonly signIns: NonNullable<WebPorts["signIns"]>;
  readonly signedIn: NonNullable<WebPorts["watch"]["signedIn"]>;
}

export interface SignInAccess extends Pick<Access, "settings"> {
  readonly signIn: SignInHouseSettings;
  readonly secret: SkatteverketSecret;
  readonly readSecret: () => Promise<SkatteverketSecret>;
  readonly keys: DataKeys;
}

/** Throws `REFERENCE_UNREADABLE`, `SECRET_INVALID`, and `SIGN_IN_KEY` (input) for a KMS key, which only the functions use. */
export async function readSignInAccess(
  context: Context,
  loaded: Loaded,
  section: SkatteverketSection,
  { key, secret: reference, ...given }: SignInSection,
): Promise<SignInAccess> {
  if (key.startsWith("arn:")) {
    throw inputError("SIGN_IN_KEY", "skatteverket.signIn.key names a KMS key, which is for the deployed functions", "name a file here");
  }
  const { settings, secret: own, readSecret: readOwn } = await readAccess(context, loaded);
  const readSecret = async (): Promise<SkatteverketSecret> =>
    reference === undefined ? readOwn() : parseSecret(await resolveReference(context, loaded, "skatteverket.signIn.secret", reference));
  return {
    settings,
    signIn: {
      ...{ environment: section.environment, scope: section.scope },
      ...given,
      ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    },
    secret: reference === undefined ? own : await readSecret(),
    readSecret,
    keys: fileDataKeys({ path: resolve(loaded.baseDir, key) }),
  };
}

/** Nothing is called yet. */
export function openSignInPorts(
  { settings, signIn, secret, readSecret, keys }: SignInAccess,
  store: LocalStore,
  slots: SlotStore,
  { clock }: Pick<Context, "clock">,
): SignInPorts {
  const house = openSignIns({
    signIn,
    api: settings,
    secret: async (options) => (options?.fresh ? readSecret() : secret),
    store,
    keys,
    slots,
    requestsPerSecond: settings.requestsPerSecond,
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: () => clock.now(),
  });
  return { signIns: { kind: signIn.kind, ...house }, signedIn: house.reader };
}
