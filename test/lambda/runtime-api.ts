import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Bundle } from "./bundle.ts";

export const REGION = "eu-north-1";
export const AWS_ACCOUNT = "000000000000";
/** The key a function signs its calls with, by which one knows whose they are. */
export const accessKeyOf = (name: string): string => `AKIDEXAMPLE${name.toUpperCase()}`;

export interface LambdaOptions {
  readonly name: string;
  readonly bundle: Bundle;
  /** The function's own variables; what Lambda itself sets is added, and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** How far the function's clock is ahead of the machine's; negative for behind. */
  readonly clockAheadMs?: number;
}

export type Invocation =
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "error"; readonly type: string; readonly message: string }
  /** The process ended, or was ended, before it answered. */
  | { readonly kind: "lost" };

export interface Lambda {
  /** From the start of the process until it asks for its first event: loading Node, the bundle, and whatever the bundle does at once. */
  readonly initMs: number;
  /** What the process has written so far, one line each. */
  readonly lines: readonly string[];
  invoke(event: unknown): Promise<Invocation>;
  /** Ends the process as a machine that fails does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: unknown;
  readonly settle: (result: Invocation) => void;
}

const PREFIX = "/2018-06-01/runtime";

/**
 * Runs a bundle in a process of its own under a Lambda Runtime API, as AWS runs it: init, then one event at a time, each with a time-out after which
 * the process is ended. Throws when init fails.
 */
export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const { name, timeoutMs = 30_000 } = options;
  const queue: Waiting[] = [];
  const lines: string[] = [];
  let underWay: Waiting | undefined;
  let asked: ((waiting: Waiting) => void) | undefined;
  let initFault: string | undefined;
  let ready = (): void => {};
  const started = new Promise<void>((resolve) => {
    ready = resolve;
  });

  const hand = (response: ServerResponse, waiting: Waiting): void => {
    underWay = waiting;
    const sent = Date.now();
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": waiting.id,
      "lambda-runtime-deadline-ms": String(sent + timeoutMs),
      "lambda-runtime-sent-ms": String(sent),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:${REGION}:${AWS_ACCOUNT}:function:${name}`,
      "lambda-runtime-trace-id": `Root=1-5759e988-${"0".repeat(24)};Parent=53995c3f42cd8ad8;Sampled=0`,
    });
    response.end(JSON.stringify(waiting.event));
  };
  const settle = (result: Invocation): void => {
    const settled = underWay;
    underWay = undefined;
    settled?.settle(result);
  };
  const accept = (response: ServerResponse): void => {
    response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
  };

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const path = (request.url ?? "").slice(PREFIX.length);
    if (path === "/invocation/next") {
      ready();
      const waiting = queue.shift();
      if (waiting) return hand(response, waiting);
      asked = (later) => hand(response, later);
      return;
    }
    accept(response);
    if (path === "/init/error") {
      initFault = (JSON.parse(body) as { errorMessage: string }).errorMessage;
      return ready();
    }
    if (path.endsWith("/response")) return settle({ kind: "answer", value: JSON.parse(body) });
    const { errorType, errorMessage } = JSON.parse(body) as { errorType: string; errorMessage: string };
    settle({ kind: "error", type: errorType, message: errorMessage });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const start = performance.now();
  const child = run(options, port, lines);
  child.once("error", (error) => {
    initFault = error.message;
    ready();
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      ready();
      settle({ kind: "lost" });
      server.closeAllConnections();
      server.close(() => resolve());
    });
  });
  await started;
  const initMs = performance.now() - start;
  const end = (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    return ended;
  };
  if (initFault !== undefined || child.exitCode !== null) {
    await end("SIGKILL");
    throw new Error(`the ${name} bundle does not start: ${initFault ?? lines.join("\n")}`);
  }

  return {
    initMs,
    lines,
    invoke: (event) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
        const waiting: Waiting = {
          id: randomUUID(),
          event,
          settle: (result) => {
            clearTimeout(timer);
            resolve(result);
          },
        };
        if (child.exitCode !== null || child.signalCode !== null) return waiting.settle({ kind: "lost" });
        const give = asked;
        asked = undefined;
        if (give) give(waiting);
        else queue.push(waiting);
      }),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

function run({ name, bundle, environment, clockAheadMs }: LambdaOptions, port: number, lines: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bootstrap.ts")], {
    cwd: bundle.folder,
    env: {
      TZ: ":UTC",
      LANG: "en_US.UTF-8",
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: bundle.folder,
      _HANDLER: bundle.handler,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "local",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_ACCESS_KEY_ID: accessKeyOf(name),
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_SESSION_TOKEN: "example",
      ...(clockAheadMs === undefined ? {} : { TEST_CLOCK_AHEAD_MS: String(clockAheadMs) }),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
    });
    stream?.on("end", () => {
      if (rest !== "") lines.push(rest);
    });
  }
  return child;
}
