import { type FaultTable, faultsOf, type SaldovaktError } from "@saldovakt/domain";

/** Holds neither the client's number nor what Skatteverket said. */
const FAULTS = {
  SKV_OMBUD_NOT_ALLOWED: [
    "installation",
    "Skatteverket does not let us use Ombudshantering",
    "it takes an agreement of its own beside Skattekonto's: check that it is in force, and `skatteverket.ombud.api.scope`; until then leave `skatteverket.ombud.api` out",
  ],
  SKV_OMBUD_REFUSED: [
    "account",
    "Skatteverket makes no link for this client",
    "send the e-service's own address: the client can appoint you there without a link of their own",
  ],
  SKV_OMBUD_ROLE_UNKNOWN: [
    "installation",
    "Ombudshantering lists no role, or several, by the name of juridiskt läsombud",
    "write the role's code as `skatteverket.ombud.api.role`",
  ],
  SKV_OMBUD_ANSWER: [
    "installation",
    "Ombudshantering's answer is not what is expected of it",
    "compare `skatteverket.ombud.api.apiUrl` with the service description of Ombudshantering; until then leave `skatteverket.ombud.api` out",
  ],
} as const satisfies FaultTable;

export type OmbudFaultCode = keyof typeof FAULTS;

const fault = faultsOf(FAULTS);

/** The coded error, with what is particular to this case behind the general words. */
export const ombudFault = (code: OmbudFaultCode, particular?: string): SaldovaktError =>
  fault(code, { message: particular && `${FAULTS[code][1]}: ${particular}` });
