import { SaldovaktError } from "@saldovakt/domain";
import { signInFault } from "./faults.ts";

/** Bound to every data key: it opens for the same context only. No secrets: AWS writes it into its log. */
export type KeyContext = Readonly<Record<string, string>>;

export interface DataKey {
  /** 256 bits. */
  readonly plain: Uint8Array;
  /** The same key, sealed under the master key, to be kept beside what it seals. */
  readonly wrapped: Uint8Array;
}

/** Makes and opens data keys under a master key that never leaves its place. */
export interface DataKeys {
  generate(context: KeyContext): Promise<DataKey>;
  /** Throws `SKV_TOKENS_UNREADABLE` when the key was wrapped for another context or under another master key. */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}

/** As much of AWS KMS as is needed; `new KMS({})` of the AWS SDK is one. */
export interface KmsLike {
  generateDataKey(input: {
    readonly KeyId: string;
    readonly KeySpec: "AES_256";
    readonly EncryptionContext: Record<string, string>;
  }): Promise<{ readonly Plaintext?: Uint8Array | undefined; readonly CiphertextBlob?: Uint8Array | undefined }>;
  decrypt(input: {
    readonly KeyId: string;
    readonly CiphertextBlob: Uint8Array;
    readonly EncryptionContext: Record<string, string>;
  }): Promise<{ readonly Plaintext?: Uint8Array | undefined }>;
}

/** KMS's refusals that no waiting cures (API reference, errors of GenerateDataKey and Decrypt). */
const REFUSED = new Set([
  ...["AccessDeniedException", "NotFoundException", "DisabledException", "KMSInvalidStateException"],
  ...["InvalidKeyUsageException", "InvalidGrantTokenException", "UnrecognizedClientException", "ValidationException"],
]);
/** The wrapped key is not what this key wrapped in this context. */
const FOREIGN = new Set(["InvalidCiphertextException", "IncorrectKeyException"]);

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SaldovaktError) throw cause;
    const name = cause instanceof Error ? cause.name : "";
    if (FOREIGN.has(name)) throw signInFault("SKV_TOKENS_UNREADABLE", { cause });
    throw signInFault(REFUSED.has(name) ? "SKV_VAULT_KEY_REFUSED" : "SKV_VAULT_KEY_UNAVAILABLE", { cause });
  }
}

function requireKey(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes?.length === 32) return bytes;
  throw signInFault("SKV_VAULT_KEY_REFUSED", { message: "KMS gave no data key of 256 bits" });
}

/**
 * Data keys under a KMS key. Calls are the client's to repeat. Throws `SKV_VAULT_KEY_REFUSED`, `SKV_VAULT_KEY_UNAVAILABLE` (transient) and
 * `SKV_TOKENS_UNREADABLE`.
 */
export function kmsDataKeys(kms: KmsLike, keyId: string): DataKeys {
  return {
    generate: (context) =>
      asked(async () => {
        const answer = await kms.generateDataKey({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { ...context } });
        const wrapped = answer.CiphertextBlob;
        if (!wrapped || wrapped.length === 0) throw signInFault("SKV_VAULT_KEY_REFUSED", { message: "KMS gave no wrapped data key" });
        return { plain: requireKey(answer.Plaintext), wrapped };
      }),
    unwrap: (wrapped, context) =>
      asked(async () => {
        // The key is named: else KMS would take any key the caller may use, a stranger's too.
        const answer = await kms.decrypt({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { ...context } });
        return requireKey(answer.Plaintext);
      }),
  };
}
