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
} from "../ports.ts";
export type { WebApp } from "./app.ts";
export { createApi } from "./app.ts";
export { createAppInParts } from "./in-parts.ts";
