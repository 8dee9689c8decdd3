import { inputError, toSaldovaktError } from "@saldovakt/domain";
import type { Context } from "../context.ts";
import { chatAddress } from "../wiring/chat-address.ts";
import { createAsker } from "./ask.ts";
import { optionOf, type Sources } from "./options.ts";
import { readReferred } from "./sensitive-file.ts";

const FOREIGN = ["webhook", "maskinporten", "p12", "cert", "key", "keysOnly", "keepKeys", "keepCertificate", "dropOld"] as const;

const WHERE = "the chat room's address";

function fault(answer: string): string | undefined {
  try {
    chatAddress(answer, WHERE);
  } catch (thrown) {
    return toSaldovaktError(thrown).message;
  }
  return undefined;
}

/** A chat room's address, by reference or asked for. Null when the user gave up. Throws `CHAT_ADDRESS_INVALID` and `OPTIONS_CONFLICT`. */
export async function gatherRoom(context: Context, sources: Sources): Promise<string | null> {
  const foreign = FOREIGN.find((name) => sources[name]);
  if (foreign) {
    throw inputError("OPTIONS_CONFLICT", `${optionOf(foreign)} does not go with --chat`, "a chat room has an address and nothing else");
  }
  if (sources.from !== undefined) return chatAddress(await readReferred(context, "--from", sources.from), WHERE);
  const asker = createAsker(context);
  const answers = await asker.ask([{ text: "Address of the chat room (https://…)", fault }]);
  if (!answers) return null;
  await asker.finish();
  return chatAddress(answers[0] ?? "", WHERE);
}
