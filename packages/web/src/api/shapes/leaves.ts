import { isMailAddress, plainDate } from "@saldovakt/domain";
import * as z from "zod";
import { complaint } from "../complaint.ts";

/** The parts request bodies are made of. Each says what is wrong and what to write, and repeats nothing of what stood there. */

type Complaining = { readonly error: (issue: { readonly input?: unknown }) => string };

const says = (detail: string, remedy: string): Complaining => ({
  error: ({ input }) => complaint(input === undefined ? "is missing" : detail, remedy),
});

export function text(pattern: RegExp, detail: string, remedy: string): z.ZodString {
  const message = says(detail, remedy);
  return z.string(message).regex(pattern, message);
}

export function words(most: number): z.ZodString {
  const message = says(`is not a text of 1 to ${most} characters`, `write 1 to ${most} characters, on one line`);
  return z.string(message).min(1, message).max(most, message);
}

export function whole(least: number, most: number): z.ZodInt {
  const message = says(`is not a whole number from ${least} to ${most}`, `write a whole number from ${least} to ${most}, without quotes`);
  return z.int(message).min(least, message).max(most, message);
}

export const yesOrNo = z.boolean(says("is neither true nor false", "write true or false, without quotes"));

export function oneOf<const T extends string>(choices: readonly [T, ...T[]]) {
  const named = choices.join(", ");
  return z.enum(choices, says(`is none of ${named}`, `write one of ${named}`));
}

export function list<S extends z.ZodType>(items: S, most: number, remedy: string): z.ZodArray<S> {
  const message = says(`is not a list of at most ${most}`, remedy);
  return z.array(items, message).max(most, message);
}

/** An object with these fields and no other: a misspelt one would change what is done unseen. */
export function object<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code, input }) =>
      code === "unrecognized_keys"
        ? complaint("has a field that is not known", `write only ${known}`)
        : complaint(input === undefined ? "is missing" : "is not an object", `write it as { … } with ${known}`),
  });
}

const isDay = (value: string): boolean => {
  try {
    return plainDate(value) === value;
  } catch {
    return false;
  }
};

export const day = text(/^\d{4}-\d{2}-\d{2}$/, "is not a day", "write it as YYYY-MM-DD").refine(
  isDay,
  says("is not an existing day", "write an existing day as YYYY-MM-DD"),
);

/** An amount of zero or more, of the account's own currency. */
export const amount = object({
  currency: oneOf(["SEK", "NOK"]),
  amount: text(/^\d{1,13}(\.\d{1,2})?$/, "is not an amount of 0 or more", 'write it in quotes, as "12500.00"'),
});

export const accountId = text(/^acc_[0-9a-hjkmnp-tv-z]{20}$/, "is not an account's id", "take the id from GET /v1/accounts, acc_…");

export const language = oneOf(["sv", "nb", "en"]);

const isHttps = (value: string): boolean => {
  const url = URL.parse(value);
  return url?.protocol === "https:" && url.username === "" && url.password === "";
};

export const https = text(/^https:\/\/[!-~]{3,1990}$/, "is not an https address", "write it as https://host/path").refine(
  isHttps,
  says("is not an https address", "write it as https://host/path, without user name or password"),
);

export const mailAddress = text(
  /^[^\s@]{1,64}@[^\s@]{1,255}$/,
  "is not an e-mail address",
  "write one address and nothing else, as ekonomi@example.se",
).refine(isMailAddress, says("is not an e-mail address", "write one address and nothing else, as ekonomi@example.se"));
