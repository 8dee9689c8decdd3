import { epochMs } from "@saldovakt/domain";
import { certificateFault, describeCertificate } from "@saldovakt/http";
import { type CertificatePorts, watchCertificate } from "@saldovakt/service";
import { type SkatteverketSecret, tlsMaterial } from "@saldovakt/skatteverket";
import type { Meter } from "./metrics.ts";

const DAY_MS = 86_400_000;

/**
 * Looks at Skatteverket's certificate, where there is one: measures the days it has left and tells on the days before its end. Throws when it
 * cannot be read or is not valid today, which is the same for every account.
 */
export async function checkCertificate(secret: SkatteverketSecret, ports: CertificatePorts, meter: Meter): Promise<void> {
  if (!secret.certificate) return;
  const description = await describeCertificate(tlsMaterial(secret));
  const now = ports.clock.now();
  meter.gauge("CertificateDaysLeft", Math.floor((epochMs(description.validTo) - epochMs(now)) / DAY_MS));
  await watchCertificate("skatteverket", description.validTo, ports);
  const fault = certificateFault(description, now);
  if (fault) throw fault;
}
