import { inputError } from "@saldovakt/domain";
import type { SkatteverketSecret } from "@saldovakt/skatteverket";
import type { Asker, Question } from "./ask.ts";

type Keys = Pick<SkatteverketSecret, "oauth2" | "apigw">;

/** The four values of the two pairs, in the order they are asked for. */
const VALUES = ["OAuth2 client id", "OAuth2 client secret", "APIgw client id", "APIgw client secret"] as const;

/** Skatteverket marks the pairs OAuth2 and APIgw, and sends each key in two halves over two channels. */
const HALVES = ["first half", "second half"] as const;

const unprintable = (answer: string): string | undefined =>
  /^[\x21-\x7e]*$/.test(answer.trim()) ? undefined : "it holds a space or a character no key has";

/** A line each, in this order, when standard input is not a terminal. */
const KEY_QUESTIONS: readonly string[] = VALUES.flatMap((value) => HALVES.map((half) => `${value}, ${half}`));

/**
 * Asks for both pairs, each value in its halves, and joins them. One that came whole goes in as the first half, the second left empty. A
 * client secret of OAuth2 that is left empty altogether means a designated certificate, which stands in its place. Null when the user gave up.
 * Throws `KEY_MISSING`.
 */
export async function askKeys(asker: Asker): Promise<Keys | null> {
  const questions: readonly Question[] = KEY_QUESTIONS.map((text) => ({ text, fault: unprintable }));
  const halves = await asker.ask(questions);
  if (!halves) return null;
  const joined = VALUES.map((_, index) => HALVES.map((_half, at) => (halves[index * HALVES.length + at] ?? "").trim()).join(""));
  const missing = VALUES.find((value, index) => joined[index] === "" && value !== "OAuth2 client secret");
  if (missing) {
    throw inputError(
      "KEY_MISSING",
      `the ${missing} is missing`,
      "give both its halves, or all of it as the first and nothing as the second",
    );
  }
  const [oauthId = "", oauthSecret = "", gatewayId = "", gatewaySecret = ""] = joined;
  return {
    oauth2: { clientId: oauthId, ...(oauthSecret === "" ? {} : { clientSecret: oauthSecret }) },
    apigw: { clientId: gatewayId, clientSecret: gatewaySecret },
  };
}
