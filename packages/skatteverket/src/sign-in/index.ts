export {
  type BeginRequest,
  type BegunSignIn,
  beginSignIn,
  localPath,
  PENDING_MS,
  type PendingSignIn,
  pendingId,
  type SignInPurpose,
} from "./begin.ts";
export { walkWithCertificate } from "./certificate-walk.ts";
export { type DataKey, type DataKeys, type KeyContext, type KmsLike, kmsDataKeys } from "./data-keys.ts";
export type { SignInFaultCode } from "./faults.ts";
export { type BrowserCallback, type FinishedSignIn, type FinishOptions, finishSignIn } from "./finish.ts";
export { createInteractiveSkatteverket, type InteractiveOptions } from "./interactive.ts";
export { keptSignIns, type SignInKeeper } from "./kept.ts";
export { fileDataKeys, type KeyFileOptions, memoryDataKeys } from "./key-file.ts";
export {
  type FinishedInHouse,
  openSignIns,
  type SignInHouse,
  type SignInHouseOptions,
  type SignInHouseSettings,
  type SignInReader,
} from "./open.ts";
export { memorySignIns, type PendingSignIns, type SignInRecord, type SignInRecords } from "./records.ts";
export { type SignInAddresses, type SignInKind, type SignInSettings, signInAddresses } from "./settings.ts";
export { createSignIns, type SignIns, type SignInsOptions } from "./sign-ins.ts";
export type { SignInState, UserTokens } from "./tokens.ts";
export { tryAuthorize } from "./try-authorize.ts";
export { type TokenVault, tokenVault } from "./vault.ts";
