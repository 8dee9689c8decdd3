import { type Alert, type Instant, judgeCertificate, type SourceName, ZONE_OF } from "@saldovakt/domain";
import { INSTALLATION } from "./installation.ts";
import { handOver, type OutboxPorts } from "./outbox.ts";
import type { Clock, Records } from "./ports.ts";

export interface CertificatePorts extends OutboxPorts {
  readonly records: Pick<Records, "record" | "putRecord" | "putAlert">;
  readonly clock: Clock;
}

/** Tells, on the days before it happens, that the installation's certificate ends. Resolves to the alerts given now. */
export async function watchCertificate(source: SourceName, validTo: Instant, ports: CertificatePorts): Promise<readonly Alert[]> {
  const installation = { ...INSTALLATION, source };
  const record = await handOver(ports, installation, await ports.records.record(installation.id));
  const today = ports.clock.today(ZONE_OF[source]);
  const { alerts, remembered } = judgeCertificate(source, validTo, record.remembered, today, ports.clock.now());
  if (alerts.length === 0) return alerts;
  const next = { remembered, outbox: alerts };
  if (!(await ports.records.putRecord(installation.id, record.version, next))) return []; // Another worker tells it.
  await handOver(ports, installation, { ...next, version: record.version + 1 });
  return alerts;
}
