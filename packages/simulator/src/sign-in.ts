import { randomBytes } from "node:crypto";
import type { Account } from "./account.ts";
import { type Call, promptly } from "./call.ts";
import type { Certificates } from "./certificates.ts";
import { type Delivery, faultPlan, spoil } from "./faults.ts";
import { ring } from "./limits.ts";
import { errorReply, type Reply } from "./reply.ts";
import { type LocalServer, type ServerOptions, startServer } from "./server.ts";
import { authorizeEndpoint } from "./sign-in-authorize.ts";
import { type SignInBook, signInBook } from "./sign-in-book.ts";
import { isRefresh, revokeEndpoint, signInToken } from "./sign-in-token.ts";
import type { RecordedSignIn, SignInCall, SignInOptions, SignInPerson, SimulatedSignIn } from "./sign-in-types.ts";
import type { Tokens } from "./tokens.ts";
import type { SkatteverketSecret } from "./types.ts";

/** What the sign-in shares with the rest of the authority. */
export interface SignInHouse extends Pick<ServerOptions, "ca" | "certificate" | "closesOnWrongCertificate" | "now" | "latencyMs"> {
  readonly tokens: Tokens;
  readonly apigw: SkatteverketSecret["apigw"];
  readonly certificates: Certificates;
  findAccount(identity: string): Account | null;
  isOmbud(account: Account): boolean;
}

interface HandledSignIn {
  readonly delivery: Delivery;
  readonly call: SignInCall | "unknown";
}

const REQUESTS_KEPT = 10_000;

const PEOPLE: readonly SignInPerson[] = [
  { name: "Astrid Exempelsdotter, firmatecknare i alla bolag", mayRead: "all" },
  { name: "Nils Provsson, utan behörighet", mayRead: "none" },
];

const paths = (kind: "per" | "org") => ({
  authorize: `/oauth2/v1/${kind}/authorize`,
  sign: `/oauth2/v1/${kind}/sign`,
  token: `/oauth2/v1/${kind}/token`,
  revoke: `/oauth2/v1/${kind}/revoke`,
});

const randomKey = (): string => randomBytes(16).toString("hex");

/** Starts both servers at which somebody can sign in: `per`, with a page that plays BankID, and `org`, by mutual TLS. Codes of the one are unknown at the other. */
export async function startSignIn(
  options: SignInOptions,
  house: SignInHouse,
): Promise<{ readonly house: SimulatedSignIn; close(): Promise<void> }> {
  const { redirectUris, people = PEOPLE, namesIssuer = false } = options;
  const { tokens, certificates, apigw } = house;
  const keys = { clientId: randomKey(), clientSecret: randomKey() };
  const requests = ring<RecordedSignIn>(REQUESTS_KEPT);
  let strike = faultPlan(options.faults ?? []);

  async function open(kind: "per" | "org", port: number): Promise<{ readonly server: LocalServer; readonly book: SignInBook }> {
    const book = signInBook(tokens);
    const path = paths(kind);
    const tokenHouse = { kind, book, keys };
    const authorize = authorizeEndpoint({
      kind,
      book,
      clientId: keys.clientId,
      redirectUris,
      people,
      issuer: () => (namesIssuer ? `https://localhost:${server.port}` : null),
      signPath: path.sign,
      organisationOpens(identity) {
        const account = house.findAccount(identity);
        return account !== null && house.isOmbud(account);
      },
    });
    const answers: Readonly<Record<string, (call: Call) => readonly [SignInCall, () => Reply]>> = {
      [path.authorize]: (call) => ["authorize", () => authorize.ask(call)],
      [path.sign]: (call) => ["sign", () => authorize.sign(call)],
      [path.token]: (call) => [isRefresh(call) ? "refresh" : "token", () => signInToken(tokenHouse, call)],
      [path.revoke]: (call) => ["revoke", () => revokeEndpoint(tokenHouse, call)],
    };
    const server: LocalServer = await startServer<HandledSignIn>({
      ...house,
      port,
      asksForCertificate: kind === "org",
      handle(call) {
        const answer = Object.hasOwn(answers, call.path) ? answers[call.path] : undefined;
        if (!answer) return { call: "unknown", delivery: promptly(errorReply(404, "Not found")) };
        const [operation, process] = answer(call);
        const fault = strike({ operation });
        // A server out of order has done nothing yet; an answer that gets lost is of something done.
        const undone = fault !== null && !["cut", "slow", "halfJson"].includes(fault.kind);
        const right = undone ? errorReply(500, "not done") : process();
        return { call: operation, delivery: fault ? spoil(right, fault) : promptly(right) };
      },
      noted: ({ at }, handled, status) => requests.put({ server: kind, call: handled.call, status, at }),
    });
    return { server, book };
  }

  const per = await open("per", options.perPort ?? 0);
  const org = await open("org", options.orgPort ?? 0).catch(async (error: unknown) => {
    await per.server.close();
    throw error;
  });

  const addresses = (kind: "per" | "org", { server }: { readonly server: LocalServer }) => {
    const path = paths(kind);
    const base = `https://localhost:${server.port}`;
    return { authorizeUrl: base + path.authorize, tokenUrl: base + path.token, revocationUrl: base + path.revoke };
  };
  return {
    house: {
      per: addresses("per", per),
      org: addresses("org", org),
      people,
      secret: { oauth2: keys, apigw, certificate: certificates.good },
      get requests() {
        return requests.values();
      },
      setFaults(plan) {
        strike = faultPlan(plan);
      },
      endAll() {
        per.book.endAll();
        org.book.endAll();
      },
    },
    async close() {
      await Promise.all([per.server.close(), org.server.close()]);
    },
  };
}
