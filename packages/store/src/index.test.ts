import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** The modules of a bundle of one entry, and its minified size in kB without the AWS SDK's. */
async function bundle(entry: string): Promise<{ modules: string[]; size: number }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    external: ["@aws-sdk/*"],
    logLevel: "silent",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  return { modules: [...Object.keys(metafile.inputs), ...imports], size: (outputFiles[0]?.contents.length ?? 0) / 1000 };
}

const isAws = (module: string): boolean => module.includes("@aws-sdk") || module.includes("@smithy");

test("the two halves are bundled apart, and the index with neither", async () => {
  const [index, sqlite, dynamodb] = await Promise.all(["index.ts", "sqlite.ts", "dynamodb.ts"].map(bundle));
  expect(index?.modules.filter((module) => isAws(module) || module.includes("sqlite"))).toEqual([]);
  expect(index?.size).toBeLessThan(2);
  expect(sqlite?.modules.filter(isAws)).toEqual([]);
  expect(dynamodb?.modules.filter((module) => module.includes("sqlite"))).toEqual([]);
  expect(dynamodb?.size).toBeLessThan(36); // beside the client's 330 of the 450 kB that `plan` may have
});
