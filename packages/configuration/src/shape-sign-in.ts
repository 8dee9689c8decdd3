import * as z from "zod/mini";
import { https, isHttps, isText, leaf, matching, oneOf, oneScope, reference, section } from "./leaves.ts";

/** Registered with the authority, which compares it letter by letter. */
const redirect = leaf<string>(
  (value) =>
    isText(value) &&
    (isHttps(value) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(value)) &&
    URL.parse(value)?.href === value &&
    URL.parse(value)?.pathname === "/connect/skatteverket/callback" &&
    !/[?#]/.test(value),
  "is not the address of our callback",
  "write it exactly as it is registered, as https://host/connect/skatteverket/callback; http is taken for localhost only",
);

const keyName = leaf<string>(
  (value) => matching(/^(?!arn:)[^\0]{1,1000}$/)(value) || matching(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,100}$/)(value),
  "is neither a file's name nor the ARN of a KMS key",
  'write it as "sign-in.key", a file that is made on first use',
);

/** The form of the section `skatteverket.signIn`: people who sign in at Skatteverket themselves. */
export const signIn = section({
  kind: oneOf(["per", "org"]),
  redirectUri: z.optional(redirect),
  scope: z.optional(oneScope("ska")),
  secret: z.optional(reference),
  authorizeUrl: z.optional(https),
  tokenUrl: z.optional(https),
  revocationUrl: z.optional(https),
  issuer: z.optional(https),
  key: z._default(keyName, "sign-in.key"),
});
