export type { CertificateKind, KeyedCertificate } from "./certificates.ts";
export type { BlockSpec, CompanySpec, RowSpec } from "./company-spec.ts";
export type { Fault, FaultPlan, FaultRule, FaultWhen } from "./faults.ts";
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
