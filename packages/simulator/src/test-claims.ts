import { Agent, request } from "node:https";
import { plainDate } from "@saldovakt/domain";
import { afterEach } from "vitest";
import { startSkatteetaten } from "./skatteetaten.ts";
import type { SimulatedSkatteetaten, SkatteetatenSimulatorOptions, VerifiedToken } from "./skatteetaten-types.ts";
import type { Answer } from "./test-client.ts";

export const today = plainDate("2026-11-22");
export const SCOPE = "skatteetaten:kravogbetalinger";
/** The system's vendor, and an organisation beside it. */
export const VENDOR = "512345018";

/** A token that says what it stands for, so that tests need no Maskinporten. */
export const tokenOf = (token: Partial<VerifiedToken>): string =>
  Buffer.from(JSON.stringify({ scope: SCOPE, consumer: VENDOR, ...token })).toString("base64url");

function read(token: string): VerifiedToken | null {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString()) as VerifiedToken;
  } catch {
    return null;
  }
}

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

export async function start(options: Partial<SkatteetatenSimulatorOptions> = {}): Promise<SimulatedSkatteetaten> {
  const skatteetaten = await startSkatteetaten({ today, verifyToken: read, ...options });
  open.push(skatteetaten);
  return skatteetaten;
}

export interface Sent {
  readonly token?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks the connection off so long after the call has gone out. */
  readonly giveUpAfterMs?: number;
}

/** A caller made of nothing but node:https. Without a token it takes that of the organisation's own system user. */
export function client({ apiUrl, ca }: SimulatedSkatteetaten): (path: string, sent?: Sent) => Promise<Answer> {
  const agent = new Agent({ keepAlive: true, ca });
  open.push({ close: () => agent.destroy() });
  return (path, { token, method = "GET", headers = {}, giveUpAfterMs } = {}) =>
    new Promise((resolve, reject) => {
      const org = path.split("/")[2] ?? "";
      const authorization = token === "" ? {} : { authorization: `Bearer ${token ?? tokenOf({ systemUserOrg: org })}` };
      const outgoing = request(`${apiUrl}${path}`, { agent, method, headers: { ...authorization, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, json: () => JSON.parse(body) });
        });
      });
      outgoing.on("error", reject);
      outgoing.end();
      if (giveUpAfterMs !== undefined) outgoing.on("finish", () => setTimeout(() => outgoing.destroy(), giveUpAfterMs));
    });
}

export const orgOf = (skatteetaten: SimulatedSkatteetaten, profile: string): string =>
  skatteetaten.companies.find((company) => company.profile === profile)?.org ?? "";
