import { randomBytes, randomUUID } from "node:crypto";
import { bearerOf, type Caller, callerOf, maskinportenCaller } from "./altinn-caller.ts";
import { answerConfirm } from "./altinn-confirm.ts";
import { answerOrders } from "./altinn-orders.ts";
import { answerPdp, PDP_PATH } from "./altinn-pdp.ts";
import { unauthorised } from "./altinn-problem.ts";
import { answerSystems } from "./altinn-systems.ts";
import type { AltinnSimulatorOptions, Decision, RecordedAltinnCall, SimulatedAltinn } from "./altinn-types.ts";
import { answerUsers } from "./altinn-users.ts";
import { authority } from "./authority.ts";
import type { Call } from "./call.ts";
import { ellipticKey } from "./certificates.ts";
import type { Delivery } from "./faults.ts";
import { readJws, rsaKey, signJws } from "./jws.ts";
import { ring } from "./limits.ts";
import { gateFaults } from "./maskinporten.ts";
import { emptyReply, errorReply, jsonReply, type Reply } from "./reply.ts";
import { startServer } from "./server.ts";

const CALLS_KEPT = 10_000;
const DAY_MS = 86_400_000;
const EXCHANGE = "/authentication/api/v1/exchange/maskinporten";

/**
 * Starts an Altinn platform of its own on loopback, over HTTPS: token exchange, system register, orders and look-up of system users, the page at which
 * customers answer orders, and the PDP. It takes the tokens of one simulated Maskinporten. Throws the network's error when the port is taken.
 */
export async function startAltinn(options: AltinnSimulatorOptions): Promise<SimulatedAltinn> {
  const { port = 0, maskinporten, register, now = Date.now, exchangeAnswer = "quoted", casing = "camel" } = options;
  const { tokenLifetimeSeconds = 1_800 } = options;
  const tls = await authority("Altinns tjener", {
    from: Math.min(Date.now(), now()) - DAY_MS,
    to: Math.max(Date.now(), now()) + 730 * DAY_MS,
  });
  const { key, publicKey } = await ellipticKey();
  const subscriptionKey = randomBytes(16).toString("hex");
  const calls = ring<RecordedAltinnCall>(CALLS_KEPT);
  let signing = { kid: randomUUID(), key: await rsaKey() };
  let strike = gateFaults(options.faults ?? []);
  let decision: Decision | null = null;
  let issuer = "";
  const platformUrl = (): string => new URL(issuer).origin;

  function exchange(call: Call): Reply {
    if (call.method !== "GET") return errorReply(405, "method_not_allowed", { allow: "GET" });
    const token = bearerOf(call);
    const claims = token === null ? null : maskinporten.check(token);
    if (!claims) return unauthorised;
    const iat = Math.floor(call.at / 1000);
    const own = signJws({ ...claims, iss: issuer, iat, exp: iat + tokenLifetimeSeconds, jti: randomUUID() }, signing);
    if (exchangeAnswer === "quoted") return jsonReply(200, own);
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: own };
  }

  /** Who calls with a token this platform has issued. */
  function ownCaller(call: Call): Caller | null {
    const jws = readJws(bearerOf(call) ?? "");
    if (jws?.header.kid !== signing.kid || !jws.isSignedBy(signing.key.publicKey)) return null;
    if (jws.claims.iss !== issuer || Number(jws.claims.exp) * 1000 <= call.at) return null;
    return callerOf(jws.claims);
  }

  function answer(call: Call): Reply {
    if (call.path === EXCHANGE) return exchange(call);
    if (call.path === PDP_PATH) {
      const caller = ownCaller(call);
      return caller ? answerPdp(call, caller, { register, subscriptionKey, casing, decision }) : unauthorised;
    }
    const confirmed = answerConfirm(call, register);
    if (confirmed) return confirmed;
    // The vendor's operations take either kind of token.
    const caller = ownCaller(call) ?? maskinportenCaller(call, maskinporten);
    if (!caller) return unauthorised;
    return (
      answerSystems(call, caller, register) ??
      answerOrders(call, caller, { register, platformUrl: platformUrl() }) ??
      answerUsers(call, caller, register) ??
      emptyReply(404)
    );
  }

  const server = await startServer<{ delivery: Delivery }>({
    port,
    ca: tls.ca,
    certificate: { cert: await tls.server(publicKey), key },
    asksForCertificate: false,
    closesOnWrongCertificate: false,
    now,
    latencyMs: 0,
    handle: (call) => ({ delivery: strike("altinn", answer(call)) }),
    noted: ({ method, path }, _, status) => calls.put({ method, path, status }),
  });
  issuer = `https://localhost:${server.port}/authentication/api/v1/openid/`;

  return {
    platformUrl: platformUrl(),
    ca: tls.ca,
    subscriptionKey,
    register,
    setDecision(decided) {
      decision = decided;
    },
    setFaults(faults) {
      strike = gateFaults(faults);
    },
    revokeTokens() {
      signing = { ...signing, kid: randomUUID() };
    },
    get calls() {
      return calls.values();
    },
    close: () => server.close(),
  };
}
