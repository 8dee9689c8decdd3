import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** What is loaded before the first request: the modules reached without a dynamic import. */
async function coldPath(entry: string): Promise<{ readonly eager: readonly string[]; readonly bytes: number }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  const eager = new Set<string>();
  const visit = (path: string): void => {
    if (eager.has(path)) return;
    eager.add(path);
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? [])
      if (kind !== "dynamic-import" && metafile.inputs[next]) visit(next);
  };
  visit(Object.keys(metafile.inputs).find((path) => path.endsWith("/web/src/api/index.ts")) ?? "");
  return { eager: [...eager], bytes: outputFiles[0]?.contents.length ?? 0 };
}

describe("the API by itself", () => {
  it("loads neither the pages, nor the documentation, nor zod before it is asked", async () => {
    const { eager, bytes } = await coldPath(join(import.meta.dirname, "index.ts"));
    expect(eager.some((path) => path.endsWith("/web/src/api/answers/index.ts"))).toBe(true);
    expect(eager.filter((path) => /\/zod\/|\/web\/src\/(pages|texts)\/|\/api\/(docs|openapi)\//.test(path))).toEqual([]);
    expect(bytes).toBeLessThan(320_000);
  });
});
