export type { AccessStore, AuditQuery, HeldOfUser } from "./access-port.ts";
export { factsOf } from "./named-facts.ts";
export type {
  AccountChange,
  AccountExport,
  AccountRecord,
  AccountSummary,
  ApiKeyRecord,
  Before,
  DeliveryRecord,
  ListedAccount,
  LocalQueue,
  QueuedMessage,
  RecipientRecord,
  SessionRecord,
  Store,
} from "./port.ts";
export { KEPT_DAYS } from "./retention.ts";
export type { PendingSignInRecord, SignInRecord, SignInStore } from "./sign-in-port.ts";
export { TABLE } from "./table.ts";
