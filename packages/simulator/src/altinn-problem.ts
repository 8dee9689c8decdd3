import { emptyReply, type Reply } from "./reply.ts";

/** Altinn's own problems (altinn-authentication, `Problem.cs`): status and text. */
const PROBLEMS = {
  "AUTH-00001": [400, "One or more Right not found or not delegable."],
  "AUTH-00004": [400, "Failed to create new SystemUser, existing SystemUser tied to the given System-Id."],
  "AUTH-00010": [404, "The Id does not refer to a Request in our system."],
  "AUTH-00011": [404, "The Id does not refer to a Registered System."],
  "AUTH-00021": [400, "The RedirectUri was not found or not valid."],
  "AUTH-00023": [401, "Can't resolve the Organisation Number for the Vendor from the Token."],
  "AUTH-00030": [404, "The Id does not refer to an AgentRequest in our system."],
  "AUTH-00058": [400, "No AccessPackages found, an Agent SystemUser must have at least one"],
  "AUTH-00059": [400, "No AccessPackages or Single Rights found, a SystemUser must have at least one"],
  "AUTH-00063": [400, "One or more accesspackage is not found in the referenced system in the System Register."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

/** Errors in a registration (`ValidationErrors.cs`). */
const VALIDATIONS = {
  "AUTH.VLD-00000": "the org number identifier is not valid ISO6523 identifier",
  "AUTH.VLD-00001": "The system id does not match the format orgnumber_xxxx...",
  "AUTH.VLD-00002": "The system id already exists",
  "AUTH.VLD-00003": "One or more resources specified in rights were not found in Altinn's resource register.",
  "AUTH.VLD-00004": "One of the client id is already tagged with an existing system",
  "AUTH.VLD-00005": "One or more of the redirect urls format is not valid. The valid format is https://xxx.xx",
  "AUTH.VLD-00006": "One or more duplicate rights found",
  "AUTH.VLD-00008": "One or all the accesspackage(s) is not found in altinn's access packages or is not delegable",
  "AUTH.VLD-00011": "Request contains duplicate client ids",
  "AUTH.VLD-00012": "The system ID in the request body does not match the system ID in the URL",
  "AUTH.VLD-00013": "System ID cannot have spaces in id (leading, trailing or in between the id)",
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export type ValidationCode = keyof typeof VALIDATIONS;

const problemReply = (status: number, fields: Readonly<Record<string, unknown>>): Reply => ({
  status,
  headers: { "content-type": "application/problem+json; charset=utf-8" },
  body: JSON.stringify({ status, ...fields }),
});

export function problem(code: ProblemCode): Reply {
  const [status, detail] = PROBLEMS[code];
  return problemReply(status, { title: status === 404 ? "Not Found" : "Bad Request", detail, code });
}

/** Several faults of one registration at once. */
export const invalid = (codes: readonly ValidationCode[]): Reply =>
  problemReply(400, {
    title: "One or more validation errors occurred.",
    code: "STD-00000",
    validationErrors: codes.map((code) => ({ code, detail: VALIDATIONS[code], paths: [] })),
  });

export const badRequest = (detail: string): Reply => problemReply(400, { title: "One or more validation errors occurred.", detail });
export const forbidden: Reply = emptyReply(403);
export const unauthorised: Reply = { ...emptyReply(401), headers: { "www-authenticate": "Bearer" } };
