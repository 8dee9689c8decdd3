// Makes @saldovakt/maskinporten into a package for other houses: JavaScript and declarations, with what it uses of ours built in. Run by
// `npm run package -w @saldovakt/maskinporten`, which says where it stands; `npm pack` does the rest.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { writeDeclarations } from "./declarations.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PACKAGE = join(ROOT, "packages", "maskinporten");
const BUILT_IN = ["domain", "http"];
const ENTRIES = { index: join(PACKAGE, "src", "index.ts"), provider: join(PACKAGE, "src", "provider", "index.ts") };

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifestOf = async (name: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(ROOT, "packages", name, "package.json"), "utf8")) as Manifest;

/** Our modules do nothing when they are loaded: of those that nobody asks anything, no line need come along. */
const ASKED_ONLY: Plugin = {
  name: "asked-only",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(?:\.|@saldovakt\/)/ }, async ({ path, pluginData, ...from }) =>
      pluginData === "seen" ? undefined : { ...(await resolve(path, { ...from, pluginData: "seen" })), sideEffects: false },
    );
  },
};

/** Third parties' libraries, pinned as they are here. */
async function dependencies(): Promise<Readonly<Record<string, string>>> {
  const manifests = await Promise.all(["maskinporten", ...BUILT_IN].map(manifestOf));
  const all = manifests.flatMap((manifest) => Object.entries(manifest.dependencies));
  return Object.fromEntries(all.filter(([name]) => !name.startsWith("@saldovakt/")).sort(([a], [b]) => a.localeCompare(b)));
}

/** Empties the folder and puts the package there, ready for `npm pack`. */
export async function packageMaskinporten(folder: string): Promise<void> {
  const { name, version, license } = await manifestOf("maskinporten");
  const libraries = await dependencies();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: folder,
    bundle: true,
    // One class of errors for both entries.
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: Object.keys(libraries),
    plugins: [ASKED_ONLY],
    define: { "URL.parse": "parseUrl" },
    inject: [join(import.meta.dirname, "older-node.ts")],
    logLevel: "warning",
  });
  await writeDeclarations(Object.values(ENTRIES), join(folder, "types"));
  const entry = (of: keyof typeof ENTRIES) => ({
    types: `./types/${relative(join(ROOT, "packages"), ENTRIES[of]).replace(/\.ts$/, ".d.ts")}`,
    default: `./${of}.js`,
  });
  const manifest = {
    ...{ name, version, license, type: "module" },
    description: "A consumer of Maskinporten and Altinn, and an API's own door behind them",
    // Tried on 20 and 24. What lies between them is undici's own range.
    engines: { node: "^20.20.0 || >=22.19.0" },
    exports: { ".": entry("index"), "./provider": entry("provider") },
    sideEffects: false,
    dependencies: libraries,
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const page of ["README.md", "PROVIDER.md"]) await cp(join(PACKAGE, page), join(folder, page));
  await cp(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
}

if (import.meta.main) {
  const folder = join(ROOT, "dist", "maskinporten");
  await packageMaskinporten(folder);
  process.stdout.write(`${folder}\n`);
}
