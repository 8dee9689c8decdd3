import { inputError } from "@saldovakt/domain";

/** Who a mail server knows us as. */
export interface MailCredentials {
  readonly user: string;
  readonly pass: string;
}

/** Reads `{ "user", "pass" }`. Throws `MAIL_CREDENTIALS_INVALID`, which never repeats what stands there. */
export function parseMailCredentials(text: string): MailCredentials {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // Told below, without the parser's words: they quote the text.
  }
  const { user, pass } = (read ?? {}) as Partial<Record<string, unknown>>;
  if (typeof user === "string" && user !== "" && typeof pass === "string" && pass !== "") return { user, pass };
  const remedy = 'write them as { "user": "…", "pass": "…" }, the names and values in quotes';
  throw inputError("MAIL_CREDENTIALS_INVALID", "the mail server's credentials are not JSON with user and pass", remedy);
}
