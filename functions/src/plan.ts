import { plan, readingsADay } from "@saldovakt/service";
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import type { CertificateMessage } from "./messages.ts";
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

/** The schedule's event: queues one message for every account that the call rate allows in a day, and one for the certificate. */
export const handler = invocation(async () => {
  const { store, send, most } = wiring();
  const day = clock.today("Europe/Stockholm");
  await send([{ certificateOf: "skatteverket", day } satisfies CertificateMessage]);
  const { planned, postponed } = await plan({ accounts: store, queue: { send }, clock }, most);
  await recordPass(store, { day, planned, at: clock.now() });
  meter().count("Planned", planned);
  log().info("pass planned", { day, planned });
  if (postponed > 0) log().warn("more accounts than the call rate allows in a day", { day, postponed });
});
