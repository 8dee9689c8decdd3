import { randomBytes } from "node:crypto";
import type { Call, Handled } from "./call.ts";
import { makeCertificates } from "./certificates.ts";
import { type Fault, type FaultCandidate, faultPlan } from "./faults.ts";
import { API_PATH, gateway } from "./gateway.ts";
import { onceOnly, ring, slidingLimit } from "./limits.ts";
import { OMBUD_PATH, OMBUD_SCOPE, ombudApi } from "./ombud-api.ts";
import { registry } from "./registry.ts";
import { startServer } from "./server.ts";
import { startSignIn } from "./sign-in.ts";
import { OTHER_SCOPES, TOKEN_PATHS, tokenEndpoint } from "./token-endpoint.ts";
import { tokenBook } from "./tokens.ts";
import type { RecordedRequest, SimulatedSkatteverket, SimulatorOptions, SkatteverketSecret } from "./types.ts";

const REQUESTS_KEPT = 10_000;

const randomKey = (): string => randomBytes(16).toString("hex");

/**
 * Starts an authority of its own on loopback: token endpoint and Skattekonto API, each over HTTPS with certificates made on the spot. It answers as
 * documented and refuses what the documentation does not allow. Throws `SIMULATOR_COMPANIES`, or the network's error when a port is taken.
 */
export async function startSkatteverket(options: SimulatorOptions): Promise<SimulatedSkatteverket> {
  const { today, seed = 1, companies = 12, requestsPerSecond = 4, rateGraceMs = 20, grant = "designated", now = Date.now } = options;
  const { port = 0, tokenPort = 0, mutualTlsOnApi = false, latencyMs = 0, tokenLifetimeSeconds = 3_600, serviceWindow = false } = options;
  const accounts = registry(companies, seed, today);
  // OpenSSL goes by the real clock, callers perhaps by the injected one or by the day they are told: certificates suit all three.
  const certificates = await makeCertificates([Date.now(), now(), Date.parse(today)]);
  const tokens = tokenBook(tokenLifetimeSeconds);
  const requests = ring<RecordedRequest>(REQUESTS_KEPT);
  let strike = faultPlan(options.faults ?? []);

  const oauth2 = { clientId: randomKey(), ...(grant === "designated" ? {} : { clientSecret: randomKey() }) };
  const apigw = { clientId: randomKey(), clientSecret: randomKey() };
  const presentsCertificate = grant !== "keys" || mutualTlsOnApi;
  const secret: SkatteverketSecret = { oauth2, apigw, ...(presentsCertificate ? { certificate: certificates.good } : {}) };

  const shared = {
    ca: certificates.ca,
    certificate: certificates.server,
    closesOnWrongCertificate: options.refuseCertificateBy === "connection",
    now,
    latencyMs,
    noted: ({ method, at }: Call, { kind, tokenGeneration }: Handled, status: number): void =>
      requests.put({ method, kind, status, at, ...(tokenGeneration === undefined ? {} : { tokenGeneration }) }),
  };
  const struck = (call: FaultCandidate): Fault | null => strike(call);
  const door = {
    keys: apigw,
    needsCertificate: mutualTlsOnApi,
    ...(options.rateRetryAfter === undefined ? {} : { rateRetryAfter: options.rateRetryAfter }),
    admits: slidingLimit(requestsPerSecond, rateGraceMs),
    isNew: onceOnly(),
    tokens,
  };
  const skattekonto = gateway({ ...door, registry: accounts, serviceWindow, strike: struck });
  const ombud = options.ombudApi ? ombudApi({ ...door, ...options.ombudApi, knows: (identity) => accounts.find(identity) !== null }) : null;
  const api = await startServer({
    ...shared,
    port,
    asksForCertificate: mutualTlsOnApi,
    handle: (call) => (ombud && call.path.startsWith(OMBUD_PATH) ? ombud(call) : skattekonto(call)),
  });
  const tokenServer = await startServer({
    ...shared,
    port: tokenPort,
    asksForCertificate: grant !== "keys",
    handle: tokenEndpoint({
      grant,
      scopes: [...OTHER_SCOPES, ...(options.ombudApi ? [OMBUD_SCOPE] : [])],
      tokens,
      keys: oauth2,
      isDesignated: certificates.isDesignated,
      strike: struck,
    }),
  }).catch(async (error: unknown) => {
    await api.close();
    throw error;
  });
  const signIn = options.signIn
    ? await startSignIn(options.signIn, {
        ...shared,
        tokens,
        apigw,
        certificates,
        findAccount: accounts.find,
        isOmbud: accounts.isOmbud,
      }).catch(async (error: unknown) => {
        await Promise.all([api.close(), tokenServer.close()]);
        throw error;
      })
    : null;

  return {
    apiUrl: `https://localhost:${api.port}${API_PATH}`,
    ombudUrl: options.ombudApi ? `https://localhost:${api.port}${OMBUD_PATH}` : null,
    tokenUrl: `https://localhost:${tokenServer.port}${TOKEN_PATHS[grant]}`,
    ca: certificates.ca,
    secret,
    async pkcs12Secret(passphrase) {
      return { oauth2, apigw, certificate: { pkcs12: await certificates.pkcs12(passphrase), passphrase } };
    },
    certificateFor: certificates.for,
    signIn: signIn?.house ?? null,
    get companies() {
      return accounts.companies;
    },
    get requests() {
      return requests.values();
    },
    get today() {
      return accounts.today;
    },
    setFaults(plan) {
      strike = faultPlan(plan);
    },
    setToday: accounts.setToday,
    pay: accounts.pay,
    setOmbud: accounts.setOmbud,
    statement: accounts.statement,
    revokeTokens: tokens.revokeAll,
    async close() {
      await Promise.all([api.close(), tokenServer.close(), signIn?.close()]);
    },
  };
}
