export type { OmbudFaultCode } from "./faults.ts";
export { createOmbudHandling, LINK_DAYS, type OmbudHandling, type OmbudOptions } from "./ombud.ts";
export { OMBUD_CORRELATION_HEADER, OMBUD_SCOPE, OMBUD_URLS, type OmbudSettings, ombudSettings, type SaidOmbud } from "./settings.ts";
