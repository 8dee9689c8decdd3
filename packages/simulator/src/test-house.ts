import { plainDate } from "@saldovakt/domain";
import { afterEach } from "vitest";
import { startSkatteverket } from "./skatteverket.ts";
import { type TestClient, testClient } from "./test-client.ts";
import type { SimulatedSkatteverket, SimulatorOptions, SkatteverketSecret } from "./types.ts";

export const today = plainDate("2026-11-22");

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A simulator without a call limit, closed after the test. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<SimulatedSkatteverket> {
  const skatteverket = await startSkatteverket({ today, requestsPerSecond: Number.POSITIVE_INFINITY, ...options });
  open.push(skatteverket);
  return skatteverket;
}

/** A caller of it, closed after the test. */
export function client(skatteverket: SimulatedSkatteverket, secret?: SkatteverketSecret): TestClient {
  const made = testClient(skatteverket, secret);
  open.push(made);
  return made;
}

export const firstIdentity = (skatteverket: SimulatedSkatteverket): string => skatteverket.companies[0]?.identity ?? "";
export const saldoPath = (skatteverket: SimulatedSkatteverket): string => `/skattekonton/${firstIdentity(skatteverket)}/saldo`;
