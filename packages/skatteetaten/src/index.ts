export { ENVIRONMENTS, type EnvironmentName } from "./environments.ts";
export type { SkatteetatenFaultCode } from "./faults.ts";
export type { Period, TransactionsAnswer, UpcomingClaim } from "./results.ts";
export { type Area, SCOPE, type SkatteetatenSettings } from "./settings.ts";
export { createSkatteetaten, type Skatteetaten, type SkatteetatenOptions } from "./skatteetaten.ts";
export type { Token, TokenSource } from "./token.ts";
