import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterEach, expect, it } from "vitest";
import { authority, httpsServer, stopServers } from "../test/servers.ts";

afterEach(stopServers);

it("makes a small bundle that works, with undici's loading put off", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const outfile = join(folder, "http.mjs");
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, "index.ts")],
      bundle: true,
      minify: true,
      platform: "node",
      format: "esm",
      metafile: true,
      outfile,
      // undici's own switch: leaves out its experimental second parser, 165 kB.
      define: { esbuildDetection: "1" },
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    const [output] = Object.values(metafile.outputs);
    expect(output?.bytes).toBeLessThan(330_000);

    const undici = Object.entries(metafile.inputs).filter(([path]) => path.includes("/undici/"));
    expect(undici.length).toBeGreaterThan(0);
    for (const [path, { imports }] of Object.entries(metafile.inputs)) {
      if (path.includes("/undici/")) continue;
      for (const { path: imported, kind } of imports) expect(imported.includes("/undici/") && kind !== "dynamic-import").toBe(false);
    }

    const { url } = await httpsServer((_, answer) => answer.end("from a bundle"));
    const { createHttpClient } = (await import(pathToFileURL(outfile).href)) as typeof import("./index.ts");
    const client = createHttpClient({ tls: { ca: [authority.cert] } });
    expect((await client.send({ method: "GET", url, headers: {} })).body).toBe("from a bundle");
    await client.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
