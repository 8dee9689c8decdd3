import { mkdtemp, rm, stat } from "node:fs/promises";
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
  remove(): Promise<void>;
}

async function bundled(entry: { readonly file: string } | { readonly source: string }, exported: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "saldovakt-bundle-"));
  const outfile = join(folder, "bundle.mjs");
  const { metafile } = await build({
    ...("file" in entry ? { entryPoints: [entry.file] } : { stdin: { contents: entry.source, resolveDir: ROOT, loader: "ts" as const } }),
    absWorkingDir: ROOT,
    outfile,
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
  const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {};
  return {
    folder,
    handler: `bundle.${exported}`,
    bytes: (await stat(outfile)).size,
    inputs: Object.fromEntries(Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput])),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Bundles one of our functions as SST does. */
export function bundleFunction(name: FunctionName): Promise<Bundle> {
  const { handler } = FUNCTIONS[name];
  const dot = handler.lastIndexOf(".");
  return bundled({ file: join(ROOT, `${handler.slice(0, dot)}.ts`) }, handler.slice(dot + 1));
}

/** Bundles a handler that does nothing, to measure the others against. */
export const bundleEmpty = (): Promise<Bundle> => bundled({ source: "export const handler = async () => null;" }, "handler");
