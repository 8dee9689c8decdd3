export { ENVIRONMENTS, type Environment, type EnvironmentName } from "./environments.ts";
export type { SkatteverketFaultCode } from "./faults.ts";
export type {
  AnswerStamp,
  BalanceAnswer,
  PayoutAccountAnswer,
  PayoutBlocksAnswer,
  TransactionsAnswer,
  UpcomingRow,
} from "./results.ts";
export {
  type Grant,
  grantOf,
  type PemCertificate,
  type Pkcs12Certificate,
  parseSecret,
  type SkatteverketSecret,
  tlsMaterial,
} from "./secret.ts";
export type { SecretProvider } from "./sessions.ts";
export type { Operation, SkatteverketSettings } from "./settings.ts";
export { createSkatteverket, type Skatteverket, type SkatteverketOptions } from "./skatteverket.ts";
export { serviceWindow } from "./window.ts";
