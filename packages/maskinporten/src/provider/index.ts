export { type AccountId, accountId, isAccountId } from "@saldovakt/domain";
export { type Authoriser, type AuthoriserOptions, createAuthoriser, PDP_SCOPE } from "./authoriser.ts";
export type { Caller, SystemUserClaim } from "./claims.ts";
export { carriesToken } from "./form.ts";
export { type CallersGate, type GateContext, type GateOptions, openCallersGate } from "./open.ts";
export type { Question, Verdict } from "./pdp.ts";
export { type Candidate, type Permitted, permittedAccounts } from "./permitted.ts";
export {
  type ApiProvider,
  type ApiProviderOptions,
  type AuthorisationRecord,
  createApiProvider,
  type Principal,
  type RequestContext,
  type RequestHeaders,
  type RouteAccess,
} from "./provider.ts";
export type { BearerError, Refusal, RefusalCode, RefusalReason } from "./refusal.ts";
export { createTokenValidator, type TokenValidator, type TokenValidatorOptions } from "./validator.ts";
