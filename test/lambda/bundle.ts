import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLING, FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What SST 4 puts before every ESM bundle. */
const BANNER = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);`;

export interface Bundle {
  /** The folder that Lambda would unpack: it lies outside the project, so that nothing but the bundle can be loaded. */
  readonly folder: string;
  /** As Lambda names it: `bundle.handler`. */
  readonly handler: string;
  /** Minified, in bytes. */
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

/** Bundles handlers, each into a folder of its own, in one go: what they share is read once. */
async function bundled<N extends string>(entries: Readonly<Record<N, Entry>>): Promise<Bundles<N>> {
  const names = Object.keys(entries) as N[];
  const folder = await mkdtemp(join(tmpdir(), "saldovakt-bundle-"));
  for (const name of names) {
    const entry = entries[name];
    if ("source" in entry) await writeFile(join(folder, `${name}.ts`), entry.source);
  }
  const { metafile } = await build({
    entryPoints: names.map((name) => {
      const entry = entries[name];
      return { in: "file" in entry ? entry.file : join(folder, `${name}.ts`), out: `${name}/bundle` };
    }),
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
    define: { ...BUNDLING.esbuild.define },
    external: ["sharp", "pg-native", ...BUNDLING.esbuild.external],
    banner: { js: BANNER },
    logLevel: "silent",
  });
  const bundleOf = (name: N): Bundle => {
    const [, output] = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}/bundle.mjs`)) ?? [];
    const inputs = Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
    return { folder: join(folder, name), handler: "bundle.handler", bytes: output?.bytes ?? 0, inputs: Object.fromEntries(inputs) };
  };
  return {
    bundles: Object.fromEntries(names.map((name) => [name, bundleOf(name)])) as Record<N, Bundle>,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Bundles functions of ours as SST does. */
export function bundleFunctions<N extends FunctionName>(names: readonly N[]): Promise<Bundles<N>> {
  const fileOf = (name: N): string => join(ROOT, FUNCTIONS[name].handler.replace(/\.handler$/, ".ts"));
  return bundled(Object.fromEntries(names.map((name) => [name, { file: fileOf(name) }])) as Record<N, Entry>);
}

/** A bundle whose handler does nothing, to measure the others against. */
export const bundleEmpty = (): Promise<Bundles<"empty">> => bundled({ empty: { source: "export const handler = async () => null;" } });
