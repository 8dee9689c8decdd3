import { generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { type KeyedCertificate, makeCertificates } from "@saldovakt/simulator";
import Provider, { type ClientMetadata, type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { REDIRECT } from "./signed-in.ts";

/** A certified OpenID server on loopback, configured as Skatteverket's is documented: proof of possession required, and clients known by certificate. */
export interface CertifiedServer {
  readonly issuer: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string;
  readonly ca: string;
  readonly provider: Provider;
  readonly certificates: Readonly<Record<"good" | "other" | "selfSigned", KeyedCertificate>>;
  /** What a browser does: follows redirects, keeps cookies, signs; gives where it is sent at last, or the status of a page it cannot leave. */
  walk(url: string, certificate?: KeyedCertificate): Promise<string | number>;
  close(): Promise<void>;
}

/** Clients by how they prove themselves. */
export const CLIENTS = { post: "with-secret", mutual: "with-certificate", selfSigned: "with-own-certificate", machine: "without-person" };
export const CLIENT_SECRET = "a-client-secret-of-the-test-0123456789";
const PERSON = "person-1";

const certificateOf = (ctx: KoaContextWithOIDC): X509Certificate | undefined => (ctx.socket as TLSSocket).getPeerX509Certificate();

function configuration(subject: string, selfSigned: KeyedCertificate): Configuration {
  const common: Partial<ClientMetadata> = { scope: "ska", redirect_uris: [REDIRECT], response_types: ["code"] };
  const withCode = { ...common, grant_types: ["authorization_code", "refresh_token"] };
  const { publicKey, raw } = new X509Certificate(selfSigned.cert);
  const jwk = { ...publicKey.export({ format: "jwk" }), x5c: [raw.toString("base64")] };
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    clients: [
      { ...withCode, client_id: CLIENTS.post, client_secret: CLIENT_SECRET, token_endpoint_auth_method: "client_secret_post" },
      {
        ...withCode,
        client_id: CLIENTS.mutual,
        token_endpoint_auth_method: "tls_client_auth",
        tls_client_auth_subject_dn: subject,
      },
      {
        ...withCode,
        client_id: CLIENTS.selfSigned,
        token_endpoint_auth_method: "self_signed_tls_client_auth",
        jwks: { keys: [jwk as never] },
      },
      {
        client_id: CLIENTS.machine,
        scope: "ska",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "tls_client_auth",
        tls_client_auth_subject_dn: subject,
      },
    ],
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    scopes: ["ska"],
    clientAuthMethods: ["client_secret_post", "tls_client_auth", "self_signed_tls_client_auth"],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    allowOmittingSingleRegisteredRedirectUri: false,
    ttl: {
      AuthorizationCode: 300,
      AccessToken: 3_600,
      ClientCredentials: 3_600,
      RefreshToken: 3_900,
      Grant: 7_200,
      Session: 600,
      Interaction: 600,
    },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" } as never] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: true,
        getCertificate: (ctx) => certificateOf(ctx)?.toString(),
        certificateAuthorized: (ctx) => (ctx.socket as TLSSocket).authorized,
        certificateSubjectMatches: (ctx, _property, expected) => certificateOf(ctx)?.subject === expected,
      },
    },
    findAccount: (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    // Whoever has signed has agreed.
    async loadExistingGrant(ctx) {
      const { provider, client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? "", accountId: session?.accountId ?? "" });
      grant.addOIDCScope("ska");
      await grant.save();
      return grant;
    },
    renderError(ctx, { error, error_description: description }) {
      ctx.type = "text";
      ctx.body = `${error} ${description}`;
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  };
}

export async function certifiedServer(): Promise<CertifiedServer> {
  const made = await makeCertificates([Date.now()]);
  const [other, selfSigned] = [await made.for("other"), await made.for("stranger")];
  let answer: ReturnType<Provider["callback"]> | undefined;
  let provider: Provider | undefined;
  // An unknown certificate is the server's to judge, not the connection's.
  const server = createServer({ ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: false }, (asked, reply) => {
    if (asked.url?.startsWith("/interaction/")) {
      provider?.interactionFinished(asked, reply, { login: { accountId: PERSON } }).catch(() => reply.destroy());
    } else {
      answer?.(asked, reply);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  const own = new Provider(issuer, configuration(new X509Certificate(made.good.cert).subject, selfSigned));
  provider = own;
  answer = own.callback();

  const get = (url: string, cookies: ReadonlyMap<string, string>, certificate?: KeyedCertificate) =>
    new Promise<{ readonly status: number; readonly location?: string; readonly cookies: readonly string[] }>((resolve, reject) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const call = request(url, { ca: made.ca, ...certificate, agent: false, headers: { cookie, accept: "text/html" } }, (response) => {
        response.resume();
        const { location, "set-cookie": set = [] } = response.headers;
        response.on("end", () => resolve({ status: response.statusCode ?? 0, cookies: set, ...(location !== undefined && { location }) }));
      });
      call.on("error", reject);
      call.end();
    });

  return {
    issuer,
    authorizeUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    revocationUrl: `${issuer}/token/revocation`,
    ca: made.ca,
    provider: own,
    certificates: { good: made.good, other, selfSigned },
    async walk(from, certificate) {
      const cookies = new Map<string, string>();
      let at = from;
      for (let step = 0; step < 10; step++) {
        const { status, location, cookies: set } = await get(at, cookies, certificate);
        for (const line of set) {
          const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
          cookies.set(name, value);
        }
        if (location === undefined) return status;
        at = new URL(location, at).href;
        if (new URL(at).origin !== issuer) return at;
      }
      throw new Error("sent around in a circle");
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
