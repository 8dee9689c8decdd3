import { generateKeyPairSync, randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { authority } from "./authority.ts";
import type { Call } from "./call.ts";
import type { ClaimsResource } from "./claims-answers.ts";
import { claimsRegistry } from "./claims-registry.ts";
import { faultPlan } from "./faults.ts";
import { ring } from "./limits.ts";
import { startServer } from "./server.ts";
import type { ClaimsFault, ClaimsFaultPlan } from "./skatteetaten-faults.ts";
import { CLAIMS_PATH, claimsGateway, type HandledClaims } from "./skatteetaten-gateway.ts";
import type { RecordedClaimsRequest, SimulatedSkatteetaten, SkatteetatenSimulatorOptions } from "./skatteetaten-types.ts";

const REQUESTS_KEPT = 10_000;
const DAY_MS = 86_400_000;

/** The calls under way, by caller. One whose caller has hung up is under way until its answer would have gone. */
function underWay(): { enter(caller: string, call: Call): number; lasts(call: Call, ms: number): void; leave(call: Call): void } {
  const calls = new Map<Call, { readonly caller: string; until: number }>();
  return {
    enter(caller, call) {
      const now = performance.now();
      for (const [each, { until }] of calls) if (until <= now) calls.delete(each);
      calls.set(call, { caller, until: Number.POSITIVE_INFINITY });
      return [...calls.values()].filter((each) => each.caller === caller).length;
    },
    lasts(call, ms) {
      const entry = calls.get(call);
      if (entry) entry.until = performance.now() + ms;
    },
    leave: (call) => void calls.delete(call),
  };
}

/**
 * Starts a Krav og betalinger of its own on loopback, over HTTPS. It answers as documented and refuses what the documentation does not allow; whose tokens it
 * takes, and what a system user may see, is for the caller to say. Throws `SIMULATOR_COMPANIES`, or the network's error when the port is taken.
 */
export async function startSkatteetaten(options: SkatteetatenSimulatorOptions): Promise<SimulatedSkatteetaten> {
  const { today, verifyToken, seed = 1, companies = 7, port = 0, callsAtOnce = 5, latencyMs = 0, now = Date.now } = options;
  const { scope = "skatteetaten:kravogbetalinger", consents = () => false } = options;
  const { permits = ({ systemUserOrg }, org) => systemUserOrg === org } = options;
  const registry = claimsRegistry(companies, seed, today);
  // OpenSSL goes by the real clock, callers perhaps by the injected one or by the day they are told: the certificate suits all three.
  const moments = [Date.now(), now(), Date.parse(today)];
  const tls = await authority("Skatteetatens tjener", { from: Math.min(...moments) - DAY_MS, to: Math.max(...moments) + 730 * DAY_MS });
  const key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const requests = ring<RecordedClaimsRequest>(REQUESTS_KEPT);
  const calls = underWay();
  let strike = faultPlan<ClaimsFault, ClaimsResource>(options.faults ?? []);

  const answer = claimsGateway({
    registry,
    scope,
    verifyToken,
    permits,
    consents,
    enter: calls.enter,
    callsAtOnce,
    ...(options.retryAfter !== undefined && { retryAfter: options.retryAfter }),
    strike: (call) => strike(call),
    newId: randomUUID,
  });
  const server = await startServer<HandledClaims>({
    port,
    ca: tls.ca,
    certificate: {
      cert: await tls.server(key.publicKey.export({ type: "spki", format: "der" })),
      key: key.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    },
    asksForCertificate: false,
    closesOnWrongCertificate: false,
    now,
    latencyMs,
    handle(call) {
      const handled = answer(call);
      if (handled.atOnce > callsAtOnce) calls.leave(call);
      else calls.lasts(call, latencyMs + handled.delivery.delayMs);
      return handled;
    },
    noted(call, { kind, correlationId, atOnce }, status) {
      calls.leave(call);
      requests.put({ method: call.method, kind, status, at: call.at, correlationId, atOnce });
    },
  });

  return {
    apiUrl: `https://localhost:${server.port}${CLAIMS_PATH}`,
    ca: tls.ca,
    get companies() {
      return registry.companies;
    },
    get requests() {
      return requests.values();
    },
    get today() {
      return registry.today;
    },
    setFaults(plan: ClaimsFaultPlan) {
      strike = faultPlan<ClaimsFault, ClaimsResource>(plan);
    },
    setToday: registry.setToday,
    pay: registry.pay,
    close: () => server.close(),
  };
}
