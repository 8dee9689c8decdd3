import { type FaultScope, SaldovaktError } from "@saldovakt/domain";

type Told = readonly [code: string, scope: FaultScope, message: string, remedy: string];

const SIGN_IN = "sign in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; then run it again";

const CREDENTIALS_REFUSED: Told = [
  "AWS_CREDENTIALS_REFUSED",
  "installation",
  "AWS does not take these credentials, or no longer",
  `${SIGN_IN}; check this machine's clock too`,
];
const KEY_UNUSABLE: Told = [
  "SECRET_KEY_UNUSABLE",
  "installation",
  "the KMS key of the secret cannot be used",
  "check that the key is enabled, and that these credentials may call kms:Decrypt and kms:GenerateDataKey on it",
];

/** AWS's refusals by their names, and those of the SDK, which it makes itself. */
const TOLD: Readonly<Record<string, Told>> = {
  CredentialsProviderError: ["AWS_CREDENTIALS_MISSING", "installation", "there are no AWS credentials to be found", SIGN_IN],
  TokenProviderError: ["AWS_CREDENTIALS_MISSING", "installation", "the sign-in to AWS has ended", SIGN_IN],
  UnrecognizedClientException: CREDENTIALS_REFUSED,
  InvalidClientTokenId: CREDENTIALS_REFUSED,
  InvalidSignatureException: CREDENTIALS_REFUSED,
  SignatureDoesNotMatch: CREDENTIALS_REFUSED,
  ExpiredTokenException: CREDENTIALS_REFUSED,
  ExpiredToken: CREDENTIALS_REFUSED,
  ResourceNotFoundException: [
    "SECRET_UNKNOWN",
    "input",
    "there is no such secret, or no such version of it, in this account and region",
    "check the name, --region and AWS_PROFILE; the deployment makes the secrets and prints their names (`npx sst deploy --stage STAGE`)",
  ],
  AccessDeniedException: [
    "SECRET_ACCESS_DENIED",
    "installation",
    "these credentials may not do that with the secret",
    "use those of an operator: `operations.operators` in saldovakt.deploy.json, or whoever deployed",
  ],
  InvalidRequestException: [
    "SECRET_NOT_USABLE",
    "installation",
    "the secret cannot be used in its present state",
    "look whether it is scheduled for deletion: `aws secretsmanager describe-secret`, and restore-secret if so",
  ],
  InvalidParameterException: [
    "SECRET_CHANGED_MEANWHILE",
    "input",
    "the secret is not as it was a moment ago: somebody else is changing it",
    "look with `saldovakt secrets list`, and run it again if it is still wanted",
  ],
  LimitExceededException: [
    "SECRET_LIMIT",
    "installation",
    "the secret has as many versions as AWS allows",
    "wait a day: AWS then clears versions that no stage holds",
  ],
  DecryptionFailure: KEY_UNUSABLE,
  EncryptionFailure: KEY_UNUSABLE,
};
const MISSING_REGION: Told = [
  "AWS_REGION_MISSING",
  "input",
  "it is not said in which AWS region the secret lies",
  "add --region eu-north-1, set AWS_REGION, or give the secret's ARN",
];
const UNREACHABLE: Told = ["SECRETS_UNREACHABLE", "transient", "AWS Secrets Manager cannot be reached", "try again in a moment"];
const REFUSED: Told = [
  "SECRETS_REFUSED",
  "installation",
  "AWS Secrets Manager refuses the call",
  "run it again with SALDOVAKT_DEBUG=1, which prints AWS's name for the reason",
];

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimit|InternalService|ServiceUnavailable/;

function told(error: SdkError): Told {
  // The names alone do not tell the secret's own policy from its key's.
  if (error.name === "AccessDeniedException" && /\bkms\b/i.test(error.message)) return KEY_UNUSABLE;
  const known = TOLD[error.name];
  if (known) return known;
  if (/region is missing/i.test(error.message)) return MISSING_REGION;
  const status = error.$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500 && !THROTTLED.test(error.name) ? REFUSED : UNREACHABLE;
}

/**
 * What AWS's or the SDK's refusal means to the user. Its own message stays out, and so does the error itself: it may quote the request, which
 * holds the secret. What is left as the cause is its name.
 */
export function vaultFault(thrown: unknown): SaldovaktError {
  if (thrown instanceof SaldovaktError) return thrown;
  const error: SdkError = thrown instanceof Error ? thrown : new Error();
  const [code, scope, message, remedy] = told(error);
  const status = error.$metadata?.httpStatusCode;
  const name = /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : "unknown";
  // As a code, which the chain of causes prints whole.
  const cause = Object.assign(new Error(status === undefined ? "no answer" : `HTTP ${status}`), { code: name });
  return new SaldovaktError(message, { code, scope, remedy, cause });
}
