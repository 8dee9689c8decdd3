import { type SourceName, ZONE_OF } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http/timer";
import { type Facts, installationRecords, watchAccount } from "@saldovakt/service";
import { factsOf } from "@saldovakt/store";
import type { SQSEvent } from "aws-lambda";
import { settleBatch } from "./batch.ts";
import { counted } from "./counted.ts";
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import { installationFaults } from "./installation-fault.ts";
import { restMs, watchSettler } from "./watch-batch.ts";
import { batchPorts, tellFault, tellInstallationFault } from "./wiring/batch.ts";
import { invocation, meter } from "./wiring/invocation.ts";
import { log } from "./wiring/log.ts";
import { once } from "./wiring/once.ts";
import { watching } from "./wiring/watching.ts";

/** Accounts read at once. The shared call rate sets the pace; this only has to keep it busy while answers are on their way. */
const AT_ONCE = 4;

/** What is kept of the installation as far as one authority goes; Skatteverket's was there first, and has no name of its own. */
const partOf = (store: Facts, source: SourceName): Facts => (source === "skatteverket" ? store : factsOf(store, source));

const wiring = once(() => watching(environment(FUNCTIONS.watch.environment)));

/** Messages of the watch queue: reads, forecasts, judges and records each account, and queues what is to be told. */
export const handler = invocation(async (event: SQSEvent, context) => {
  const { ports, store, opened } = wiring();
  const { settle, inVain, notTried } = watchSettler({
    watch: counted(
      (id) => watchAccount(id, ports),
      (name) => meter().count(name),
    ),
    certificate: async ({ certificateOf }) => {
      const records = installationRecords(partOf(store, certificateOf));
      await opened.find(({ name }) => name === certificateOf)?.checkCertificate({ ...ports, records }, meter());
    },
    faults: (source) => installationFaults(partOf(store, source), ports.clock.now, () => ports.clock.today(ZONE_OF[source])),
    onInstallationFault: tellInstallationFault,
    onFault: tellFault,
    random: Math.random,
  });
  const answer = await settleBatch(event.Records, batchPorts(settle, AT_ONCE, context));
  if (notTried() > 0) log().warn("accounts put away untried", { accounts: notTried() });
  if (inVain()) await systemTimer.pause(restMs(context.getRemainingTimeInMillis()));
  return answer;
});
