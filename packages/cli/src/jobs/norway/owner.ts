import { X509Certificate } from "node:crypto";
import { mod11Digit } from "@saldovakt/domain";
import type { MaskinportenSecret } from "@saldovakt/maskinporten";

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Where enterprise certificates have the organisation number: of the second SEID generation, and of the first. */
const NUMBER = /^(?:(?:organizationIdentifier|2\.5\.4\.97)=NTRNO-|serialNumber=)(\d{9})$/m;

/** The organisation whose enterprise certificate signs; null where a registered key does, which says nothing of its owner. */
export function ownerOf(secret: MaskinportenSecret): string | null {
  if (!("cert" in secret)) return null;
  const own = (secret.cert.match(PEM) ?? []).map((pem) => new X509Certificate(pem)).find(({ ca }) => !ca);
  const number = NUMBER.exec(own?.subject ?? "")?.[1];
  return number !== undefined && mod11Digit(number.slice(0, 8)) === number.at(8) ? number : null;
}
