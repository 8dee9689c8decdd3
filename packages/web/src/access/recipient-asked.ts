import type { AddedRecipient } from "@saldovakt/service";
import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";

const KEY = /^[0-9a-f]{16}$/;
const FOUND = "recipient asked for";

/** The recipient, added by hand, whose key stands in the path. Looked up once for each request, there or not. */
export async function recipientAsked(c: Context, { recipients }: Pick<WebPorts, "recipients">): Promise<AddedRecipient | null> {
  const known = c.get(FOUND) as AddedRecipient | null | undefined;
  if (known !== undefined) return known;
  const key = c.req.param("key") ?? "";
  const found = KEY.test(key) ? await recipients.recipient(key) : null;
  c.set(FOUND, found);
  return found;
}
