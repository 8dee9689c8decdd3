import type { Account } from "@saldovakt/domain";
import { appointLink, linkKey } from "@saldovakt/service";
import type { WebOptions, WebPorts } from "../ports.ts";

/**
 * The address of the page that tells the account's owner how to appoint us, for thirty days from now; null where no pages are served, where nobody has said by what
 * address they are reached, or whom to appoint.
 */
export async function pageForClient(
  { id }: Pick<Account, "id">,
  ports: Pick<WebPorts, "appointee" | "facts" | "random" | "now">,
  { pages, publicUrl }: Pick<WebOptions, "pages" | "publicUrl">,
): Promise<string | null> {
  if (!pages || publicUrl === undefined || !ports.appointee?.organisation) return null;
  return appointLink(publicUrl, await linkKey(ports.facts, ports.random), id, ports.now());
}
