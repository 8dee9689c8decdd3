import { epochMs, NOTHING_REMEMBERED, type SourceName } from "@saldovakt/domain";
import { certificateFault, describeCertificate } from "@saldovakt/http";
import { type CertificatePorts, type JudgementRecord, watchCertificate } from "@saldovakt/service";
import { type SkatteverketSecret, tlsMaterial } from "@saldovakt/skatteverket";
import type { Facts } from "../installation-fault.ts";
import type { Meter } from "./metrics.ts";

/** The same name as the command line uses, so that both over one table tell once. */
const FACT = "installation.record";

/**
 * What is remembered of the installation's certificate: one fact, since the store keeps records only of accounts that stand. Nobody reads its
 * alerts back.
 */
export function installationRecords(facts: Facts): CertificatePorts["records"] {
  return {
    record: async () => {
      const fact = await facts.fact(FACT);
      if (!fact) return { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] };
      return { ...(JSON.parse(fact.value) as Omit<JudgementRecord, "version">), version: fact.version };
    },
    putRecord: (_id, expected, record) => facts.putFact(FACT, JSON.stringify(record), expected),
    putAlert: async () => {},
  };
}

const DAY_MS = 86_400_000;

/**
 * Looks at the source's certificate, where there is one: measures the days it has left and tells on the days before its end. Throws when it
 * cannot be read or is not valid today, which is the same for every account.
 */
export async function checkCertificate(
  source: SourceName,
  secret: SkatteverketSecret,
  ports: CertificatePorts,
  meter: Meter,
): Promise<void> {
  if (!secret.certificate) return;
  const description = await describeCertificate(tlsMaterial(secret));
  const now = ports.clock.now();
  meter.gauge("CertificateDaysLeft", Math.floor((epochMs(description.validTo) - epochMs(now)) / DAY_MS));
  await watchCertificate(source, description.validTo, ports);
  const fault = certificateFault(description, now);
  if (fault) throw fault;
}
