import { mod11Digit } from "@saldovakt/domain";
import { expect } from "vitest";
import { type Context, contextOf } from "../src/context.ts";
import { memoryOutput, type Outcome, TODAY } from "./installation.ts";
import { installBoth, type NorwegianInstallation, ORG, PARENT, QUIET } from "./norway.ts";

/** Invented, with right check digits. */
export const VENDOR = `31300000${mod11Digit("31300000")}`;
export const ACCOUNTANT = PARENT;
export const SYSTEM = `${VENDOR}_saldovakt`;

/** What a client of the vendor's may ask for. */
export type ClientScopes = "all" | "renewed" | "claims" | "altinn";

/** A vendor that is known to nobody yet, beside simulated authorities. */
export interface Vendor {
  readonly here: NorwegianInstallation;
  /** An Altinn that knows nobody, a new state, and a client with these scopes. */
  begin(scopes?: ClientScopes): Promise<void>;
  clientId(): string;
  /** The vendor's secret is another client's from now on. */
  useClient(scopes: ClientScopes): Promise<void>;
  configure(skatteetaten?: object, more?: object): Promise<void>;
  /** A state of which nothing is known. */
  loseState(): Promise<void>;
  run(...args: string[]): Promise<Outcome>;
  norway(...args: string[]): Promise<Outcome>;
  // biome-ignore lint/suspicious/noExplicitAny: documents are looked at field by field
  asJson(...args: string[]): Promise<{ readonly status: number | null; readonly stderr: string; readonly json: any }>;
  register(): Promise<Outcome>;
  /** Asks for a system user; the document. */
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  ask(org: string, ...more: string[]): Promise<any>;
  /** The exit status, and what the document says of the one customer. */
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  stageOf(org: string, ...more: string[]): Promise<any>;
  /** What a command has, without the command line; and what it wrote. */
  context(): { readonly context: Context; readonly stdout: () => string; readonly stderr: () => string };
  /** Neither a fault nor advice may tell a number or a client. */
  expectNoNumbers(text: string): void;
}

export async function startVendor(): Promise<Vendor> {
  const here = await installBoth();
  const { maskinporten, altinn } = here.norway;
  const ofAltinn = ["systemregister.write", "systemuser.request.write", "systemuser.request.read"].map(
    (name) => `altinn:authentication/${name}`,
  );
  const secrets = {
    all: await maskinporten.addClient({ org: VENDOR }),
    renewed: await maskinporten.addClient({ org: VENDOR }),
    claims: await maskinporten.addClient({ org: VENDOR, scopes: ["skatteetaten:kravogbetalinger"] }),
    altinn: await maskinporten.addClient({ org: VENDOR, scopes: ofAltinn }),
  };
  let states = 0;
  let { clientId } = secrets.all;

  const configure: Vendor["configure"] = (skatteetaten = {}, more = {}) =>
    here.configure({
      maskinporten: { ...here.sections.maskinporten, secret: "file:own.secret.json", platformUrl: altinn.platformUrl },
      skatteetaten: { ...here.sections.skatteetaten, ...skatteetaten },
      accounts: [],
      state: `state-${states}.db`,
      ...more,
    });
  const loseState = async (): Promise<void> => {
    states++;
    await configure();
  };
  const useClient = async (scopes: ClientScopes): Promise<void> => {
    await here.write("own.secret.json", secrets[scopes]);
    clientId = secrets[scopes].clientId;
  };
  const run = (...args: string[]) => here.run(["--today", TODAY, ...args]);
  const norway = (...args: string[]) => run("norway", ...args);
  const asJson: Vendor["asJson"] = async (...args) => {
    const { status, stdout, stderr } = await norway(...args, "--json");
    return { status, stderr, json: stdout === "" ? null : JSON.parse(stdout) };
  };

  return {
    ...{ here, configure, loseState, useClient, run, norway, asJson },
    async begin(scopes = "all") {
      const { systems, orders, users } = altinn.register;
      for (const each of [systems, orders, users]) each.clear();
      await useClient(scopes);
      await loseState();
    },
    clientId: () => clientId,
    register: () => norway("register-system", "--vendor", VENDOR),
    ask: async (org, ...more) => (await asJson("request-system-user", org, ...more)).json,
    async stageOf(org, ...more) {
      const { status, json } = await asJson("status", org, ...more);
      return { status, ...json.customers[0] };
    },
    context() {
      const [stdout, stderr] = [memoryOutput(), memoryOutput()];
      const world = {
        ...{ env: {}, cwd: here.dir, stdout, stderr, nowMs: Date.now },
        stdin: async () => "",
        stdinBytes: async () => Buffer.alloc(0),
        interrupted: () => new Promise<void>(() => {}),
      };
      return { context: contextOf(world, { config: "saldovakt.json", today: TODAY }), stdout: stdout.text, stderr: stderr.text };
    },
    expectNoNumbers(text) {
      for (const secret of [VENDOR, ORG, QUIET, ACCOUNTANT, clientId]) expect(text).not.toContain(secret);
    },
  };
}
