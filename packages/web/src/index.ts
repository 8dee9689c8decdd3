export type { WebApp } from "./api/app.ts";
export { unreadableRequest } from "./api/unreadable.ts";
export { createApp } from "./app.ts";
export type { NewApiKey } from "./keys.ts";
export { hashKey, newApiKey } from "./keys.ts";
export type {
  AnsweredFault,
  ApiKey,
  BalanceReading,
  PayoutAccountReading,
  PayoutBlocksReading,
  SourceOperations,
  Stamped,
  TransactionsReading,
  UpcomingRow,
  WebOptions,
  WebPorts,
} from "./ports.ts";
