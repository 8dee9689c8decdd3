import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificates } from "@saldovakt/simulator";
import Provider, { type KoaContextWithOIDC, type TokenEndpointGrantContext } from "oidc-provider";
import { type Granted, judgeGrant, type Register } from "./documented-grant.ts";

export const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** An authorization server of another house on loopback HTTPS, that takes grants of Maskinporten's kind by the documented rules. */
export interface AnotherServer {
  readonly issuer: string;
  readonly ca: string;
  /** Every assertion that came, in order. */
  readonly assertions: readonly string[];
  /** What a token stands for, asked of the server's own records; null for one that it never gave or that is over. */
  standsFor(token: string): Promise<Granted | null>;
  close(): Promise<void>;
}

/** Tokens live for the shortest time that Maskinporten gives any. */
const LIFE_S = 120;

/**
 * The library wants a client to show itself before any grant is looked at, where Maskinporten knows it by the grant alone: so one client of the server's own
 * stands at the door for all of them.
 */
const DOOR = { id: "door", secret: randomBytes(24).toString("hex") };

export async function anotherServer(register: Omit<Register, "issuer" | "isNew">): Promise<AnotherServer> {
  const made = await makeCertificates([Date.now()]);
  let answer: ReturnType<Provider["callback"]> | undefined;
  const server = createServer(made.server, (asked, reply) => answer?.(asked, reply));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}/`;
  const own = { grant_types: [GRANT], response_types: [], redirect_uris: [] };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const meaning = new WeakMap<object, Granted>();
  const provider = new Provider(issuer, {
    clients: [
      { ...own, client_id: DOOR.id, client_secret: DOOR.secret, token_endpoint_auth_method: "client_secret_basic" },
      ...[...register.clients].map(([client_id, { jwks }]) => ({
        ...own,
        client_id,
        token_endpoint_auth_method: "none" as const,
        ...(jwks && { jwks: jwks as never }),
      })),
    ],
    routes: { jwks: "/jwk" },
    features: { devInteractions: { enabled: false } },
    ttl: { ClientCredentials: LIFE_S },
    extraTokenClaims: (_ctx, token) => ({ ...meaning.get(token) }),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" } as never] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
  });
  const assertions: string[] = [];
  const isNew: Register["isNew"] = (clientId, jti, exp) => provider.ReplayDetection.unique(clientId, jti, exp);

  provider.use(async (ctx: KoaContextWithOIDC, next: () => Promise<void>) => {
    ctx.req.headers.authorization ??= `Basic ${Buffer.from(`${DOOR.id}:${DOOR.secret}`).toString("base64")}`;
    await next();
    // The library has no field for it.
    const body = ctx.body as { error_description?: string; error_uri?: string } | undefined;
    const code = /^MP-\d{3}/.exec(body?.error_description ?? "")?.[0];
    if (body && code) body.error_uri = `${issuer}errors/${code}`;
  });

  provider.registerGrantType<{ assertion?: string }>(
    GRANT,
    async (ctx: TokenEndpointGrantContext<{ assertion?: string }>) => {
      const { assertion = "" } = ctx.oidc.params;
      assertions.push(assertion);
      const granted = await judgeGrant(assertion, { ...register, issuer, isNew });
      const client = await provider.Client.find(granted.clientId);
      if (!client) throw new Error("the library does not know a client of the register");
      const token = new provider.ClientCredentials({ client, scope: granted.scope });
      meaning.set(token, granted);
      const value = await token.save();
      ctx.body = { access_token: value, token_type: token.tokenType, expires_in: token.expiration, scope: granted.scope };
    },
    ["assertion"],
  );
  answer = provider.callback();

  return {
    issuer,
    ca: made.ca,
    assertions,
    standsFor: async (token) => ((await provider.ClientCredentials.find(token))?.extra as unknown as Granted | undefined) ?? null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
