import { existsSync, mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { ROOT } from "../install.ts";
import { bundleFunction, type FunctionBundle } from "./bundle.ts";

interface BuildInput {
  readonly functionID: string;
  readonly handler: string;
  readonly runtime: string;
  readonly properties?: FunctionBundle["nodejs"];
}

interface BuildOutput {
  readonly handler: string;
  readonly out: string;
  readonly errors: readonly string[];
  readonly sourcemaps: readonly string[];
}

async function buildFunction({ functionID, handler, properties }: BuildInput, work: string): Promise<BuildOutput> {
  const out = join(work, "artifacts", `${functionID}-src`);
  const file = `${handler.slice(0, -extname(handler).length)}.ts`;
  if (!existsSync(join(ROOT, file))) return { handler: "", out: "", errors: [`Handler not found: ${handler}`], sourcemaps: [] };
  mkdirSync(out, { recursive: true });
  const sourcemaps = await bundleFunction({ file, folder: out, nodejs: properties ?? {} });
  return { handler: `bundle${extname(handler)}`, out, errors: [], sourcemaps };
}

/** What SST's command answers while the program runs: where assets go, and the bundles of functions. */
export async function serveCommand(work: string): Promise<Server> {
  const methods: Readonly<Record<string, (input: never) => unknown>> = {
    "Provider.Aws.Bootstrap": () => ({
      asset: "assets",
      assetEcrRegistryId: "",
      assetEcrUrl: "",
      state: "state",
      appsyncHttp: "",
      appsyncRealtime: "",
    }),
    "Provider.Aws.Appsync": () => ({ http: "", realtime: "" }),
    "Runtime.AddTarget": () => true,
    "Runtime.Build": (input: BuildInput) => buildFunction(input, work),
  };
  const answer = async (body: string): Promise<object> => {
    const { method, params } = JSON.parse(body) as { method: string; params: readonly never[] };
    const called = methods[method];
    if (!called) return { error: `rpc: can't find method ${method}` };
    try {
      return { result: await called(params[0] as never) };
    } catch (thrown) {
      return { error: String(thrown) };
    }
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await answer(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.SST_SERVER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return server;
}
