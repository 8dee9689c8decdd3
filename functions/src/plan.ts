import { type SourceName, ZONE_OF } from "@saldovakt/domain";
import { accountsOf, plan, readingsADay } from "@saldovakt/service";
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import type { AccountMessage, CertificateMessage } from "./messages.ts";
import { recordPass } from "./pass.ts";
import { systemClock as clock } from "./wiring/clock.ts";
import { invocation, meter } from "./wiring/invocation.ts";
import { log } from "./wiring/log.ts";
import { once } from "./wiring/once.ts";
import { senderTo } from "./wiring/sending.ts";
import { openStore } from "./wiring/store.ts";

const wiring = once(() => {
  const { SALDOVAKT_CALLS_PER_SECOND, SALDOVAKT_TABLE, WATCH_QUEUE_URL } = environment(FUNCTIONS.plan.environment);
  return {
    store: openStore(SALDOVAKT_TABLE),
    send: senderTo(WATCH_QUEUE_URL),
    most: readingsADay(Number(SALDOVAKT_CALLS_PER_SECOND)),
  };
});

/** The authority whose accounts the schedule is for. */
const sourceOf = (event: { readonly source?: unknown } | null): SourceName =>
  event?.source === "skatteetaten" ? "skatteetaten" : "skatteverket";

/**
 * An authority's schedule: queues one message for every account of its that the call rate allows in a day, and one for its key or certificate. Only Skatteverket
 * limits calls by time, which a number of accounts can exceed.
 */
export const handler = invocation(async (event: { readonly source?: unknown } | null) => {
  const { store, send, most } = wiring();
  const source = sourceOf(event);
  const day = clock.today(ZONE_OF[source]);
  await send([{ certificateOf: source, day } satisfies CertificateMessage]);
  const queue = { send: (messages: readonly AccountMessage[]) => send(messages.map((message) => ({ ...message, source }))) };
  const { planned, postponed } = await plan(
    { accounts: accountsOf(source, store), queue, clock },
    source === "skatteverket" ? most : Number.POSITIVE_INFINITY,
  );
  await recordPass(store, source, { day, planned, at: clock.now() });
  meter().count("Planned", planned);
  log().info("pass planned", { source, day, planned });
  if (postponed > 0) log().warn("more accounts than the call rate allows in a day", { source, day, postponed });
});
