import type { HttpResponse } from "@saldovakt/http";

/** Whether a web page came: a gateway's, a proxy's, a hotel's. */
export const isPage = ({ headers, body }: HttpResponse): boolean =>
  /^\s*text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(body);

/** What may stand in a header: printable and without spaces. */
export const isPrintable = (text: unknown): text is string => typeof text === "string" && /^[\x21-\x7e]+$/.test(text);

export const isHttpUrl = (text: unknown): text is string => typeof text === "string" && /^https?:$/.test(URL.parse(text)?.protocol ?? "");

/** The authorities answer within seconds; nobody is kept waiting longer than half a minute. */
export const DEADLINE_MS = 30_000;
/** More than any answer of theirs. */
export const MAX_BYTES = 1_000_000;
