import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AWS_ACCOUNT, REGION } from "./runtime-api.ts";

export interface Kms {
  readonly url: string;
  /** ARN of its one key. */
  readonly keyArn: string;
  close(): Promise<void>;
}

interface Asked {
  readonly KeyId?: string;
  readonly KeySpec?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

/** A refusal, by the name KMS gives it. */
class Refused extends Error {}

const NONCE = 12;
const TAG = 16;

/** What is wrapped is bound to the context, in whichever order it is written. */
const bound = (context: Asked["EncryptionContext"] = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

/** KMS's GenerateDataKey and Decrypt over AWS JSON 1.1, with one symmetric key. As with the real one, what was wrapped opens in the same context only. */
export async function startKms(): Promise<Kms> {
  const master = randomBytes(32);
  const keyArn = `arn:aws:kms:${REGION}:${AWS_ACCOUNT}:key/${randomUUID()}`;

  const operations: Readonly<Record<string, (asked: Asked) => object>> = {
    "TrentService.GenerateDataKey"({ KeyId, KeySpec, EncryptionContext }) {
      if (KeyId !== keyArn) throw new Refused("NotFoundException");
      if (KeySpec !== "AES_256") throw new Refused("ValidationException");
      const [plain, nonce] = [randomBytes(32), randomBytes(NONCE)];
      const cipher = createCipheriv("aes-256-gcm", master, nonce).setAAD(bound(EncryptionContext));
      const wrapped = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return { KeyId: keyArn, Plaintext: plain.toString("base64"), CiphertextBlob: wrapped.toString("base64") };
    },
    "TrentService.Decrypt"({ KeyId = keyArn, CiphertextBlob = "", EncryptionContext }) {
      if (KeyId !== keyArn) throw new Refused("IncorrectKeyException");
      const wrapped = Buffer.from(CiphertextBlob, "base64");
      if (wrapped.length <= NONCE + TAG) throw new Refused("InvalidCiphertextException");
      const decipher = createDecipheriv("aes-256-gcm", master, wrapped.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(bound(EncryptionContext)).setAuthTag(wrapped.subarray(-TAG));
      const plain = decipher.update(wrapped.subarray(NONCE, -TAG));
      try {
        decipher.final();
      } catch {
        throw new Refused("InvalidCiphertextException");
      }
      return { KeyId: keyArn, Plaintext: plain.toString("base64"), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
    },
  };

  const answer = (target: string, asked: Asked): { readonly status: number; readonly body: object } => {
    try {
      const operation = operations[target];
      if (!operation) throw new Refused("UnknownOperationException");
      return { status: 200, body: operation(asked) };
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      return { status: 400, body: { __type: thrown.message, message: "refused" } };
    }
  };

  const server = createServer(async (request, response) => {
    const { status, body } = answer(String(request.headers["x-amz-target"]), JSON.parse(await text(request)) as Asked);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keyArn,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
