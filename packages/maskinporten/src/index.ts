export { type AccountAccess, type FaultScope, type Instant, instant, SaldovaktError } from "@saldovakt/domain";
export {
  type CertificateDescription,
  createHttpClient,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  systemTimer,
  type Timer,
} from "@saldovakt/http";
export { ALTINN_SCOPES, type Altinn, type AltinnOptions, createAltinn } from "./altinn/altinn.ts";
export type { AltinnFaultCode } from "./altinn/faults.ts";
export { type Access, type LocalText, type RegisteredSystem, type SystemDescription, systemIdOf } from "./altinn/systems.ts";
export type { RequestStatus, SystemUser, SystemUserKey, SystemUserKind, SystemUserOrder, SystemUserOrderState } from "./altinn/users.ts";
export { type ClockReading, clockFault } from "./clock.ts";
export { ENVIRONMENTS, type Environment, type EnvironmentName } from "./environments.ts";
export { type CredentialDescription, describeCredentials, type ExpiryNotice, expiryNotice } from "./expiry.ts";
export type { MaskinportenFaultCode } from "./faults.ts";
export type { SystemUserRequest, TokenRequest } from "./grant.ts";
export { createMaskinporten, type Maskinporten, type MaskinportenOptions } from "./maskinporten.ts";
export type { Metadata } from "./metadata.ts";
export { type OrganisationTokensOptions, organisationTokens, requestFor } from "./organisation-tokens.ts";
export {
  type Algorithm,
  type CertificateSecret,
  type KeySecret,
  type MaskinportenSecret,
  parseSecret,
  type SecretProvider,
} from "./secret.ts";
export type { MaskinportenSettings } from "./settings.ts";
