import { readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { type BuildOptions, build, type Loader } from "esbuild";
import { PLATFORM, ROOT } from "../install.ts";

/** How SST's command bundles, in SST 4.17 (`pkg/js/js.go` and `pkg/runtime/node/build.go`). */

const BANNER = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"
const __filename = topLevelFileUrlToPath(import.meta.url)
const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))
`;

const PROGRAM: BuildOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  nodePaths: [join(PLATFORM, "node_modules")],
  external: ["@pulumi/*", "undici", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*", "esbuild", "archiver", "glob", "vite"],
  logLevel: "error",
};

export interface Program {
  readonly contents: string;
  readonly outfile: string;
  /** Put before every file that is not SST's own, npm packages included. */
  readonly globals?: string;
  readonly banner?: string;
  readonly define?: Record<string, string>;
  readonly inject?: string[];
}

/** `sst.config.ts`, or the part of it that is asked for, as one file. */
export async function bundleProgram({ contents, outfile, globals, banner = "", define = {}, inject = [] }: Program): Promise<void> {
  await build({
    ...PROGRAM,
    banner: { js: BANNER + banner },
    stdin: { contents, resolveDir: ROOT, sourcefile: "evaluate.ts", loader: "ts" },
    outfile,
    define,
    inject,
    plugins: [
      {
        name: "globals",
        setup({ onLoad }) {
          onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, ({ path }) => {
            if (globals === undefined || path.startsWith(join(ROOT, ".sst"))) return undefined;
            return { contents: `${globals}\n${readFileSync(path, "utf8")}`, loader: extname(path).slice(1) as Loader };
          });
        },
      },
    ],
  });
}

export interface FunctionBundle {
  /** Of the source, from the project's root. */
  readonly file: string;
  /** Where the handler's own file, `bundle.mjs`, and those it shares its imports with are put. */
  readonly folder: string;
  /** SST's `nodejs` property. */
  readonly nodejs: {
    readonly minify?: boolean;
    readonly splitting?: boolean;
    readonly esbuild?: { readonly define?: Record<string, string>; readonly external?: readonly string[] };
  };
}

/** A function for `nodejs24.x`, as SST bundles it when it deploys. Resolves to the source maps, which are not deployed. */
export async function bundleFunction({ file, folder, nodejs }: FunctionBundle): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(ROOT, file)],
    entryNames: "bundle",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: nodejs.splitting ?? false,
    bundle: true,
    metafile: true,
    absWorkingDir: ROOT,
    platform: "node",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    keepNames: true,
    sourcemap: "linked",
    minify: nodejs.minify ?? false,
    define: nodejs.esbuild?.define ?? {},
    external: ["sharp", "pg-native", ...(nodejs.esbuild?.external ?? [])],
    banner: { js: BANNER },
    logLevel: "silent",
  });
  return Object.keys(metafile.outputs)
    .filter((path) => path.endsWith(".map"))
    .map((path) => resolve(ROOT, path));
}
