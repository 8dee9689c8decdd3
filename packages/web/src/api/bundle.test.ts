import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** What is loaded before the first request: the modules reached without a dynamic import, and what they come to. */
async function coldPath(entry: string): Promise<{ readonly eager: readonly string[]; readonly bytes: number }> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    outdir: "out",
    metafile: true,
    minify: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  const eager = new Set<string>();
  const chunks = new Set<string>();
  const visit = (path: string): void => {
    const output = metafile.outputs[path];
    if (chunks.has(path) || !output) return;
    chunks.add(path);
    for (const input of Object.keys(output.inputs)) eager.add(input);
    for (const { path: next, kind } of output.imports) if (kind !== "dynamic-import") visit(next);
  };
  visit(Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint?.endsWith("/web/src/api/index.ts")) ?? "");
  return { eager: [...eager], bytes: [...chunks].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0) };
}

describe("the API by itself", () => {
  it("loads neither the pages, nor the documentation, nor zod, nor what draws and writes files before it is asked", async () => {
    const { eager, bytes } = await coldPath(join(import.meta.dirname, "index.ts"));
    expect(eager.some((path) => path.endsWith("/web/src/api/answers/index.ts"))).toBe(true);
    expect(
      eager.filter((path) =>
        /\/zod\/|\/web\/src\/(pages|texts|chart)\/|\/api\/(docs|openapi|shapes)\/|\/ical-generator\/|\/uqr\/|\/packages\/files\//.test(
          path,
        ),
      ),
    ).toEqual([]);
    expect(bytes).toBeLessThan(180_000);
  });
});
