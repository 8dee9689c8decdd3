import { systemTimer } from "@saldovakt/http";
import { plan } from "@saldovakt/service";
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import type { CertificateMessage } from "./messages.ts";
import { recordPass } from "./pass.ts";
import { systemClock as clock } from "./wiring/clock.ts";
import { invocation, meter } from "./wiring/invocation.ts";
import { log } from "./wiring/log.ts";
import { once } from "./wiring/once.ts";
import { createSender, sqs } from "./wiring/queue.ts";
import { openStore } from "./wiring/store.ts";

const wiring = once(() => {
  const { SALDOVAKT_TABLE, WATCH_QUEUE_URL } = environment(FUNCTIONS.plan.environment);
  return { store: openStore(SALDOVAKT_TABLE), send: createSender({ client: sqs, url: WATCH_QUEUE_URL, timer: systemTimer }) };
});

/** The schedule's event: queues one message for every account, and one for the certificate. */
export const handler = invocation(async () => {
  const { store, send } = wiring();
  const day = clock.today("Europe/Stockholm");
  await send([{ certificateOf: "skatteverket", day } satisfies CertificateMessage]);
  const { planned } = await plan({ accounts: store, queue: { send }, clock });
  await recordPass(store, { day, planned, at: clock.now() });
  meter().count("Planned", planned);
  log().info("pass planned", { day, planned });
});
