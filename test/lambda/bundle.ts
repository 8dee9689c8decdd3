import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { BUNDLING, FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What SST 4 puts before every file of an ESM bundle. */
const BANNER = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);`;

export interface Bundle {
  /** The folder that Lambda would unpack: it lies outside the project, so that nothing but the bundle can be loaded. */
  readonly folder: string;
  /** As Lambda names it: `bundle.handler`. */
  readonly handler: string;
  /** What Lambda loads before the first event. */
  readonly initial: Part;
  /** Everything in the folder, loaded at once or when it is needed. */
  readonly whole: Part;
}

export interface Part {
  /** Minified. */
  readonly bytes: number;
  /** The modules in it, by their path from the project's root, with the bytes each takes. */
  readonly inputs: Readonly<Record<string, number>>;
}

export interface Bundles<N extends string> {
  readonly bundles: Readonly<Record<N, Bundle>>;
  remove(): Promise<void>;
}

/** Where a handler comes from: a file of ours, or a few lines of source. */
type Entry = { readonly file: string } | { readonly source: string };

type Output = Metafile["outputs"][string];

function partOf(outputs: readonly Output[]): Part {
  const inputs: Record<string, number> = {};
  for (const output of outputs)
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) inputs[path] = (inputs[path] ?? 0) + bytesInOutput;
  return { bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0), inputs };
}

/** The entry's file and all it imports with a plain `import`, and they in turn. */
function initialOutputs({ outputs }: Metafile): readonly Output[] {
  const found = new Set<Output>();
  const follow = (output: Output | undefined): void => {
    if (!output || found.has(output)) return;
    found.add(output);
    for (const { path, kind } of output.imports) if (kind === "import-statement") follow(outputs[path]);
  };
  follow(Object.entries(outputs).find(([path]) => path.endsWith("/bundle.mjs"))?.[1]);
  return [...found];
}

/** One handler into a folder of its own: shared by several, a file would hold what only some of them need. */
async function bundle(entry: string, folder: string): Promise<Bundle> {
  const { metafile } = await build({
    entryPoints: [entry],
    entryNames: "bundle",
    absWorkingDir: ROOT,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    keepNames: true,
    minify: BUNDLING.minify,
    splitting: BUNDLING.splitting,
    define: { ...BUNDLING.esbuild.define },
    external: ["sharp", "pg-native", ...BUNDLING.esbuild.external],
    banner: { js: BANNER },
    logLevel: "silent",
  });
  const whole = Object.values(metafile.outputs);
  return { folder, handler: "bundle.handler", initial: partOf(initialOutputs(metafile)), whole: partOf(whole) };
}

async function bundled<N extends string>(entries: Readonly<Record<N, Entry>>): Promise<Bundles<N>> {
  const folder = await mkdtemp(join(tmpdir(), "saldovakt-bundle-"));
  const made = (Object.keys(entries) as N[]).map(async (name) => {
    const entry = entries[name];
    const file = "file" in entry ? entry.file : join(folder, `${name}.ts`);
    if ("source" in entry) await writeFile(file, entry.source);
    return [name, await bundle(file, join(folder, name))] as const;
  });
  return {
    bundles: Object.fromEntries(await Promise.all(made)) as Record<N, Bundle>,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Bundles functions of ours as SST does: `nodejs.splitting` names the handler's own file as without it, `bundle.mjs`. */
export function bundleFunctions<N extends FunctionName>(names: readonly N[]): Promise<Bundles<N>> {
  const fileOf = (name: N): string => join(ROOT, FUNCTIONS[name].handler.replace(/\.handler$/, ".ts"));
  return bundled(Object.fromEntries(names.map((name) => [name, { file: fileOf(name) }])) as Record<N, Entry>);
}

/** A bundle whose handler does nothing, to measure the others against. */
export const bundleEmpty = (): Promise<Bundles<"empty">> => bundled({ empty: { source: "export const handler = async () => null;" } });
