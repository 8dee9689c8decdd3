import { referenceKind } from "@saldovakt/configuration/reference";
import { SaldovaktError } from "@saldovakt/domain";
import { awsFault } from "./aws.ts";
import { onceReady } from "./once.ts";

/** Loaded with the first secret: most requests of the HTTP API need none. */
const secretsManager = onceReady(() => import("./secrets-manager.ts"));

/** The secret's current text. Throws `SECRET_UNREACHABLE` (transient) and `SECRET_REFUSED` (installation). */
export async function readSecret(arn: string): Promise<string> {
  if (referenceKind(arn) !== "arn")
    throw refused("a secret is not named by its ARN", "in the configuration of functions, write the ARN of a Secrets Manager secret");
  try {
    const { currentText } = await secretsManager();
    const text = await currentText(arn);
    if (text !== undefined) return text;
  } catch (thrown) {
    throw awsFault("SECRET", "a secret", thrown);
  }
  throw refused("a secret holds no text", "store it as text, with `saldovakt secrets put`");
}

const refused = (message: string, remedy: string): SaldovaktError =>
  new SaldovaktError(message, { code: "SECRET_REFUSED", scope: "installation", remedy });
