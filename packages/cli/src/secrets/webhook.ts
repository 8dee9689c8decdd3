import { formatWebhookSecrets, parseWebhookSecret, parseWebhookSecrets } from "@saldovakt/delivery";
import { inputError, toSaldovaktError } from "@saldovakt/domain";
import type { Context } from "../context.ts";
import { createAsker } from "./ask.ts";
import type { Standing } from "./gather.ts";
import { optionOf, type Sources } from "./options.ts";
import { readReferred } from "./sensitive-file.ts";

const FOREIGN = ["maskinporten", "p12", "cert", "key", "keysOnly", "keepKeys", "keepCertificate"] as const;

function fault(answer: string): string | undefined {
  try {
    parseWebhookSecret(answer);
  } catch (thrown) {
    return toSaldovaktError(thrown).message;
  }
  return undefined;
}

/**
 * A webhook's new stored secret. `stage` keeps the newest of those that stand as the second, so that receivers find a signature they know whether
 * they have changed over or not; `dropOld` leaves only the newest of those that stand. Null when the user gave up. Throws
 * `WEBHOOK_SECRET_INVALID`, `WEBHOOK_SECRET_UNCHANGED` and `OPTIONS_CONFLICT`.
 */
export async function gatherWebhook(context: Context, sources: Sources, standing: Standing | null): Promise<string | null> {
  const foreign = FOREIGN.find((name) => sources[name]) ?? (sources.dropOld && (!standing || sources.from) ? "dropOld" : undefined);
  if (foreign) {
    throw inputError("OPTIONS_CONFLICT", `${optionOf(foreign)} does not go with this`, "see `saldovakt secrets stage --help`");
  }
  const [newest] = standing ? parseWebhookSecrets(await standing()) : [];
  if (sources.dropOld && newest !== undefined) return newest;
  if (sources.from !== undefined) {
    return formatWebhookSecrets(parseWebhookSecrets(await readReferred(context, "--from", sources.from)));
  }
  const asker = createAsker(context);
  const answers = await asker.ask([{ text: "Webhook secret (whsec_…)", fault }]);
  if (!answers) return null;
  await asker.finish();
  const added = (answers[0] ?? "").trim();
  if (added === newest) {
    throw inputError(
      "WEBHOOK_SECRET_UNCHANGED",
      "that is the webhook's secret already",
      "make a new one: echo whsec_$(openssl rand -base64 32)",
    );
  }
  return formatWebhookSecrets(newest === undefined ? [added] : [added, newest]);
}
