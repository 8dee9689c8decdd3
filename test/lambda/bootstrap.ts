// Runs a bundled handler as Lambda's own runtime does: asks the Runtime API for events, one after the other, and answers each. In a process of its
// own; everything it needs is in the environment (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
import { existsSync } from "node:fs";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root = "", _HANDLER: name = "", TEST_CLOCK_AHEAD_MS: ahead } = process.env;
delete process.env.TEST_CLOCK_AHEAD_MS;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function call(method: string, path: string, body?: string, errorType?: string): Promise<Answer> {
  const headers = {
    "content-type": "application/json",
    ...(errorType === undefined ? {} : { "lambda-runtime-function-error-type": errorType }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(`http://${api}/2018-06-01/runtime${path}`, { method, agent, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("end", () => resolve({ headers: incoming.headers, body: text }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Lambda has no clock but the machine's; a test moves that one before anything of the bundle is loaded. */
function moveClock(byMs: number): void {
  const RealDate = Date;
  const realNow = RealDate.now;
  class MovedDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length === 0 ? [realNow() + byMs] : given) as [number]));
    }
    static override now = (): number => realNow() + byMs;
  }
  globalThis.Date = MovedDate as DateConstructor;
}

const told = (thrown: unknown): { body: string; type: string } => {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const trace = (error.stack ?? "").split("\n");
  return { body: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace }), type: error.name };
};

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

async function load(): Promise<Handler> {
  const dot = name.lastIndexOf(".");
  const file = [".mjs", ".js"].map((extension) => join(root, name.slice(0, dot) + extension)).find(existsSync);
  if (!file) throw new Error(`there is no ${name}`);
  const handler = ((await import(pathToFileURL(file).href)) as Record<string, unknown>)[name.slice(dot + 1)];
  if (typeof handler !== "function") throw new Error(`${name} is not exported, or no function`);
  return handler as Handler;
}

if (ahead !== undefined) moveClock(Number(ahead));
let handler: Handler;
try {
  handler = await load();
} catch (thrown) {
  const { body, type } = told(thrown);
  await call("POST", "/init/error", body, `Runtime.${type}`);
  process.exit(1);
}
for (;;) {
  const next = await call("GET", "/invocation/next");
  const id = String(next.headers["lambda-runtime-aws-request-id"]);
  const deadline = Number(next.headers["lambda-runtime-deadline-ms"]);
  const started = performance.now();
  const allowed = deadline - Number(next.headers["lambda-runtime-sent-ms"]);
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: next.headers["lambda-runtime-invoked-function-arn"],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => allowed - (performance.now() - started),
  };
  try {
    const result = await handler(JSON.parse(next.body), context);
    await call("POST", `/invocation/${id}/response`, JSON.stringify(result ?? null));
  } catch (thrown) {
    const { body, type } = told(thrown);
    await call("POST", `/invocation/${id}/error`, body, type);
  }
}
