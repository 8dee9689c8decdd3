export { startAltinn } from "./altinn.ts";
export { altinnRegister, NORWEGIAN_PACKAGES, NORWEGIAN_RESOURCES, type RegisterOptions } from "./altinn-register.ts";
export type {
  AltinnRegister,
  AltinnSimulatorOptions,
  Decision,
  OrderRecord,
  ResourceSpec,
  SimulatedAltinn,
  SystemUserKind,
  SystemUserRecord,
  SystemUserSpec,
} from "./altinn-types.ts";
export { type CertificateKind, type Certificates, type KeyedCertificate, makeCertificates } from "./certificates.ts";
export type { NorwegianCompany } from "./claims-account.ts";
export type { ClaimsResource } from "./claims-answers.ts";
export type { ClaimDueSpec, ClaimPaymentSpec, ClaimSpec, NorwegianCompanySpec } from "./claims-spec.ts";
export type { BlockSpec, CompanySpec, RowSpec } from "./company-spec.ts";
export type { Fault, FaultPlan, FaultRule, FaultWhen } from "./faults.ts";
export type { Employer, LifeRow, TaxLife, Vat } from "./lives.ts";
export { taxLife } from "./lives.ts";
export { NORWEGIAN_SCOPES, startMaskinporten } from "./maskinporten.ts";
export type { EnterpriseCertificate, EnterpriseCertificateKind } from "./maskinporten-certificates.ts";
export type { CodePlace, RefusalName } from "./maskinporten-errors.ts";
export type {
  ClientSpec,
  GateFault,
  MaskinportenSimulatorOptions,
  RecordedGrant,
  ScopeSpec,
  SimulatedMaskinporten,
  SimulatedMaskinportenSecret,
  TokenClaims,
} from "./maskinporten-types.ts";
export type {
  RecordedSignIn,
  SignInCall,
  SignInOptions,
  SignInPerson,
  SignInRule,
  SimulatedSignIn,
} from "./sign-in-types.ts";
export { startSkatteetaten } from "./skatteetaten.ts";
export type { ClaimsErrorCode } from "./skatteetaten-errors.ts";
export type { ClaimsFault, ClaimsFaultPlan, ClaimsFaultRule, ClaimsFaultWhen } from "./skatteetaten-faults.ts";
export { type NorwayOptions, type SimulatedNorway, startNorway } from "./skatteetaten-norway.ts";
export { altinnPermits, CLAIMS_ALTINN_RESOURCE, maskinportenTokens } from "./skatteetaten-tokens.ts";
export type {
  RecordedClaimsRequest,
  SimulatedSkatteetaten,
  SkatteetatenSimulatorOptions,
  VerifiedToken,
  VerifyToken,
} from "./skatteetaten-types.ts";
export { startSkatteverket } from "./skatteverket.ts";
export type {
  Grant,
  Operation,
  RecordedRequest,
  SimulatedCompany,
  SimulatedSkatteverket,
  SimulatorOptions,
  SkatteverketSecret,
} from "./types.ts";
