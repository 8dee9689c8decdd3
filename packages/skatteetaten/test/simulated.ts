import { randomUUID } from "node:crypto";
import { type Instant, instant, plainDate } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { createMaskinporten } from "@saldovakt/maskinporten";
import { type NorwayOptions, type SimulatedNorway, startNorway } from "@saldovakt/simulator";
import { afterEach } from "vitest";
import { SCOPE } from "../src/settings.ts";
import { createSkatteetaten, type Skatteetaten, type SkatteetatenOptions } from "../src/skatteetaten.ts";

export const TODAY = plainDate("2026-11-22");

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** Maskinporten, Altinn and Krav og betalinger on loopback, closed after the test. */
export async function norway(options: Partial<NorwayOptions> = {}): Promise<SimulatedNorway> {
  const started = await startNorway({ today: TODAY, ...options });
  open.push(started);
  return started;
}

/** The adapter over real HTTPS with real tokens, as the system user of each company. Nothing is replaced but its waits and what it takes for now. */
export function connect(
  { maskinporten, skatteetaten, secret, ca }: SimulatedNorway,
  options: Partial<SkatteetatenOptions> & { readonly area?: "finans" } = {},
): Skatteetaten {
  const { area = "regnskapssystem", ...rest } = options;
  const timer = { now: systemTimer.now, pause: async () => {} };
  const gate = createMaskinporten({
    settings: { issuer: maskinporten.issuer, ca },
    secret: async () => secret,
    timer,
    random: () => 0,
    jti: randomUUID,
  });
  const request = (org: string) => ({ scopes: [SCOPE], ...(area === "regnskapssystem" && { systemUser: { org } }) });
  const source = createSkatteetaten({
    settings: { apiUrl: skatteetaten.apiUrl, package: area, tls: { ca: [ca] } },
    tokens: {
      token: async (org) => ({ value: await gate.token(request(org)) }),
      refuse: async (org, token) => void (await gate.refuse(request(org), token.value)),
    },
    timer,
    random: () => 0,
    correlationId: randomUUID,
    now: (): Instant => instant(Date.parse(`${skatteetaten.today}T06:00:00Z`)),
    ...rest,
  });
  open.push(gate, source);
  return source;
}

export const orgOf = ({ skatteetaten }: SimulatedNorway, profile: string): string =>
  skatteetaten.companies.find((company) => company.profile === profile)?.org ?? "";
