export type {
  AccountSection,
  ApiSection,
  CallerRouteSection,
  Configuration,
  EmailSection,
  MaskinportenSection,
  OmbudApiSection,
  RecipientSection,
  Reference,
  SignInSection,
  SkatteetatenSection,
  SkatteverketSection,
} from "./configuration.ts";
export { parseJson } from "./json.ts";
export { nearest } from "./nearest.ts";
export { parseConfiguration, parsePolicy } from "./parse.ts";
export type { ReferenceKind, ReferenceReader } from "./reference.ts";
export { readReference, referenceKind } from "./reference.ts";
export { CALLER_ROUTES } from "./shape-api.ts";
