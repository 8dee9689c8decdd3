// Evaluates `sst.config.ts` for one stage as SST's command would, under Pulumi's runtime mocks: nothing leaves the machine, and every resource is
// recorded. Runs in a process of its own, since the program keeps its resources in module state: node main.ts STAGE OUT.json
import crypto from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PLATFORM, ROOT } from "../install.ts";
import type { Inputs, StageRecord } from "../record.ts";
import { bundleProgram } from "./bundle.ts";
import { ACCOUNT, createMocks, type NewResource } from "./mocks.ts";
import { plain } from "./plain.ts";
import { serveCommand } from "./rpc.ts";

// SST ends physical names with chance; without it the record is the same on every run. Before anything of SST is loaded.
crypto.randomBytes = ((size: number) => Buffer.alloc(size)) as typeof crypto.randomBytes;

const [stage, out] = process.argv.slice(2);
if (!stage || !out) throw new Error("usage: main.ts STAGE OUT.json");
process.chdir(ROOT);

type App = StageRecord["app"] & { home: string };

interface Recorded extends NewResource {
  readonly arn: string;
}

/** What the bundled program and this file share. */
interface Shared {
  mocks: ReturnType<typeof createMocks>;
  /** The options of each resource by type and name; SST changes them after they were first seen. */
  options: Map<string, { readonly retainOnDelete?: boolean }>;
}
declare global {
  var evaluation: Shared;
}

const module = (path: string): string => JSON.stringify(path);
/** Inside the platform, where the bundle finds Pulumi. */
const bundled = (name: string): string => join(PLATFORM, `evaluate.${name}.${process.pid}.mjs`);

async function load<T>(outfile: string, options: Omit<Parameters<typeof bundleProgram>[0], "outfile">): Promise<T> {
  try {
    await bundleProgram({ ...options, outfile });
    return (await import(pathToFileURL(outfile).href)) as T;
  } finally {
    rmSync(outfile, { force: true });
  }
}

async function readApp(): Promise<App> {
  const { default: app } = await load<{ default: App }>(bundled("app"), {
    contents: `import mod from ${module(join(ROOT, "sst.config.ts"))}; export default await mod.app({ stage: ${module(stage as string)} });`,
    banner: "function $config(input) { return input }",
  });
  return { ...app, stage: stage as string };
}

const app = await readApp();
const work = mkdtempSync(join(tmpdir(), "saldovakt-evaluate-"));
const server = await serveCommand(work);
const recorded: Recorded[] = [];
globalThis.evaluation = {
  mocks: createMocks(app.providers.aws.region, (resource, arn) => recorded.push({ ...resource, arn })),
  options: new Map(),
};

const providers = JSON.parse(readFileSync(join(ROOT, ".sst", "provider-lock.json"), "utf8")) as { alias: string; package: string }[];
const paths = { home: work, root: ROOT, work, platform: PLATFORM };

await load(bundled("program"), {
  globals: [
    ...providers.map((entry) => `import * as ${entry.alias} from ${module(entry.package)};`),
    `import * as sst from ${module(join(PLATFORM, "src/components"))};`,
  ].join("\n"),
  define: {
    $app: JSON.stringify(app),
    $cli: JSON.stringify({ command: "deploy", dev: false, paths, state: { version: {} } }),
    $dev: "false",
  },
  inject: [join(PLATFORM, "src/shim/run.js")],
  contents: `
    import * as pulumi from "@pulumi/pulumi";
    import { run } from ${module(join(PLATFORM, "src/auto/run.ts"))};
    import mod from ${module(join(ROOT, "sst.config.ts"))};
    const { mocks, options } = globalThis.evaluation;
    await pulumi.runtime.setMocks(mocks, $app.name, $app.stage, false, "organization");
    await pulumi.runtime.runInPulumiStack(() => {
      pulumi.runtime.registerStackTransformation(({ type, name, opts }) => { options.set(type + name, opts); return undefined; });
      return run(mod.run);
    });
    await pulumi.runtime.disconnect();
  `,
});

const secretPaths: string[] = [];
const resources = await Promise.all(
  recorded.map(async ({ type, name, provider, inputs, arn }) => ({
    type,
    name,
    provider: provider || null,
    retained: globalThis.evaluation.options.get(type + name)?.retainOnDelete ?? false,
    arn,
    inputs: (await plain(inputs, name, ROOT, secretPaths)) as Inputs,
  })),
);
resources.sort((a, b) => (a.type + a.name < b.type + b.name ? -1 : 1));
writeFileSync(out, `${JSON.stringify({ app, account: ACCOUNT, resources, secretPaths: secretPaths.sort() }, null, 2)}\n`);
rmSync(work, { recursive: true, force: true });
server.close();
process.exit(0); // Pulumi keeps handles open
