import * as z from "zod/mini";
import { complaint } from "./fault.ts";
import { referenceKind } from "./reference.ts";

/** What the form of `saldovakt.json` is made of. */

/** A leaf that is either right or not: one complaint, whatever is wrong with it. */
export function leaf<T>(isRight: (value: unknown) => boolean, what: string, remedy: string): z.ZodMiniType<T> {
  return z.custom<T>(isRight, { error: (issue) => complaint(issue.input === undefined ? "is missing" : what, remedy) });
}

export const isText = (value: unknown): value is string => typeof value === "string";
export const matching = (pattern: RegExp) => (value: unknown) => isText(value) && pattern.test(value);
export const whole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

export const section = <S extends z.core.$ZodShape>(shape: S) =>
  z.strictObject(shape, { error: () => complaint("is not an object", "write it as { … }") });
export const list = <S extends z.ZodMiniType>(items: S) => z.array(items, { error: () => complaint("is not a list", "write it as [ … ]") });

export function oneOf<const T extends string>(choices: readonly T[]): z.ZodMiniType<T> {
  const named = choices.join(", ");
  return leaf<T>((value) => choices.includes(value as T), `is none of ${named}`, `write one of ${named}`);
}

export function wholeNumber(least: number, most: number, example: number): z.ZodMiniType<number> {
  return leaf<number>(
    whole(least, most),
    `is not a whole number from ${least} to ${most}`,
    `write a whole number from ${least} to ${most}, for example ${example}`,
  );
}

export const yesOrNo = leaf<boolean>(
  (value) => typeof value === "boolean",
  "is neither true nor false",
  "write true or false, without quotes",
);

/** An inline secret ends up in copies, logs and version control; so only references are taken. */
export const reference = leaf<string>(
  (value) => isText(value) && referenceKind(value) !== null,
  "is not a reference",
  "keep it elsewhere and write file:NAME, env:NAME, or the ARN of a Secrets Manager secret",
);

export function isHttps(value: unknown): boolean {
  const url = isText(value) ? URL.parse(value) : null;
  return url?.protocol === "https:" && url.username === "" && url.password === "";
}
export const https = leaf<string>(isHttps, "is not an https address", "write it as https://host/path, without user name or password");

/** An issuer identifies Maskinporten letter by letter, so it is taken as it is. */
export const issuer = leaf<string>(
  (value) => isHttps(value) && isText(value) && !/[?#]/.test(value),
  "is not an https address",
  "write it as https://test.maskinporten.no/, with the slash at the end, as Maskinporten's own metadata does",
);

export const oneScope = (example: string): z.ZodMiniType<string> =>
  leaf<string>(matching(/^[\x21\x23-\x5b\x5d-\x7e]+$/), "is not a scope", `write one scope, as "${example}"`);
