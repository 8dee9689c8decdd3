import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Call {
  /** The access key it was signed with: each function has one of its own, as each role has. */
  readonly signedBy: string;
  /** In IAM's words: `dynamodb:GetItem`. */
  readonly action: string;
  /** Table, queue, topic, secret or key, as the caller named it. */
  readonly resource: string;
  /** What was sent, as text. */
  readonly body: string;
}

/** What becomes of a call: passed on, passed on with its answer lost, or refused as by a service out of order. */
export type Fate = "pass" | "lose" | "refuse";

export interface Recorder {
  readonly url: string;
  readonly calls: Call[];
  /** Decides over each call before it is passed on; `null` passes all. */
  decide: ((call: Call) => Fate | Promise<Fate>) | null;
  close(): Promise<void>;
}

/** Batches are their single action's permission. */
const ACTION_OF: Readonly<Record<string, string>> = {
  SendMessageBatch: "SendMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
  DeleteMessageBatch: "DeleteMessage",
};

function callOf(service: string, { headers }: IncomingMessage, body: string): Call {
  const target = headers["x-amz-target"] as string | undefined;
  const signedBy = /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
  if (target === undefined) {
    // SNS speaks the query protocol.
    const form = new URLSearchParams(body);
    return { signedBy, action: `${service}:${form.get("Action")}`, resource: form.get("TopicArn") ?? form.get("PhoneNumber") ?? "", body };
  }
  const operation = target.split(".").at(-1) ?? "";
  const { TableName, QueueUrl, SecretId, KeyId } = JSON.parse(body) as Record<string, string>;
  return {
    signedBy,
    action: `${service}:${ACTION_OF[operation] ?? operation}`,
    resource: TableName ?? QueueUrl ?? SecretId ?? KeyId ?? "",
    body,
  };
}

/** Stands between a function and an emulator and notes each AWS call, to be compared with what the function's role allows. */
export async function startRecorder(service: string, target: string): Promise<Recorder> {
  const to = new URL(target);

  const forward = (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, lost: boolean): void => {
    const { method, url, headers } = incoming;
    const forwarded = request({ host: to.hostname, port: to.port, method, path: url, headers }, (answer) => {
      if (lost) {
        answer.resume().on("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    forwarded.end(body);
  };

  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const call = callOf(service, incoming, body.toString("utf8"));
    recorder.calls.push(call);
    const fate = (await recorder.decide?.(call)) ?? "pass";
    if (fate === "refuse") outgoing.writeHead(503).end();
    else forward(incoming, body, outgoing, fate === "lose");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const recorder: Recorder = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    decide: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return recorder;
}
