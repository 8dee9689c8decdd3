export type {
  AccountExport,
  AccountRecord,
  AccountSummary,
  ApiKeyRecord,
  DeliveryRecord,
  ListedAccount,
  LocalQueue,
  QueuedMessage,
  Store,
} from "./port.ts";
export { KEPT_DAYS } from "./retention.ts";
export { TABLE } from "./table.ts";
