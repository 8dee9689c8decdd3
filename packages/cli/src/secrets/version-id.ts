import { createHash } from "node:crypto";

/**
 * The version's id, made of what it holds: writing the same text twice makes one version, and the text can be found again among older ones. The
 * ARN keeps equal texts in two secrets apart. Ids show in audit logs; keys and private keys in the text are too long to be guessed from them.
 */
export const versionIdOf = (arn: string, text: string): string => createHash("sha256").update(`${arn}\n${text}`).digest("hex");

/** Enough of an id to tell the versions of one secret apart. */
export const shortId = (id: string): string => id.slice(0, 8);
