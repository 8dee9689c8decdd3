import { type ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record } from "../records.fixture.ts";
import { createSender, packed, putAway, type QueueClient, queueUrl } from "./queue.ts";

const URL_OF_QUEUE = "https://sqs.eu-north-1.amazonaws.com/000000000000/watch";

type Entries = readonly { readonly Id: string; readonly MessageBody: string }[];
type Answer = { readonly Failed?: readonly { readonly Id: string; readonly SenderFault: boolean; readonly Code: string }[] };

function queue(answer: (entries: Entries, call: number) => Answer | Error) {
  const calls: Entries[] = [];
  const pauses: number[] = [];
  const client = {
    send: async (command: SendMessageBatchCommand) => {
      expect(command).toBeInstanceOf(SendMessageBatchCommand);
      expect(command.input.QueueUrl).toBe(URL_OF_QUEUE);
      calls.push(command.input.Entries as Entries);
      const given = answer(command.input.Entries as Entries, calls.length);
      if (given instanceof Error) throw given;
      return given;
    },
  } as unknown as QueueClient;
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
  const send = createSender({ client: () => client, url: URL_OF_QUEUE, timer: { pause } });
  const bodies = (): string[] => calls.flat().map(({ MessageBody }) => MessageBody);
  return { send, calls, pauses, bodies };
}

const busy = (entries: Entries, ...which: number[]): Answer => ({
  Failed: which.map((n) => ({ Id: entries[n]?.Id ?? "", SenderFault: false, Code: "InternalError" })),
});

describe("sending", () => {
  it("packs everything, in order, into batches that SQS takes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40_000 }), { maxLength: 60 }), (bodies) => {
        const batches = packed(bodies);
        expect(batches.flat()).toEqual(bodies);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          const bytes = batch.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
          expect(batch.length === 1 || bytes <= 262_144).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("sends the first first", async () => {
    const { send, bodies, calls } = queue(() => ({}));
    const messages = Array.from({ length: 95 }, (_, n) => ({ n }));
    await send(messages);
    expect(bodies()).toEqual(messages.map((message) => JSON.stringify(message)));
    expect(calls.every((entries) => new Set(entries.map(({ Id }) => Id)).size === entries.length)).toBe(true);
  });

  it("makes no call for nothing", async () => {
    const { send, calls } = queue(() => ({}));
    await send([]);
    expect(calls).toEqual([]);
  });

  it("sends again, and only, what SQS did not take", async () => {
    const { send, calls, pauses } = queue((entries, call) => (call === 1 ? busy(entries, 1, 3) : {}));
    await send(["a", "b", "c", "d"]);
    expect(calls.map((entries) => entries.map(({ MessageBody }) => MessageBody))).toEqual([
      ['"a"', '"b"', '"c"', '"d"'],
      ['"b"', '"d"'],
    ]);
    expect(pauses).toEqual([200]);
  });

  it("gives up after four tries", async () => {
    const { send, calls, pauses } = queue((entries) => busy(entries, 0));
    await expect(send(["a"])).rejects.toMatchObject({ code: "QUEUE_UNREACHABLE", scope: "transient" });
    expect(calls).toHaveLength(4);
    expect(pauses).toEqual([200, 400, 800]);
  });

  it("does not insist on a message that SQS will never take", async () => {
    const { send, calls } = queue(() => ({ Failed: [{ Id: "0", SenderFault: true, Code: "InvalidMessageContents" }] }));
    await expect(send(["a"])).rejects.toMatchObject({ code: "MESSAGE_REFUSED", scope: "internal" });
    expect(calls).toHaveLength(1);
  });

  it.each([
    [403, "AccessDenied", "QUEUE_REFUSED", "installation"],
    [400, "QueueDoesNotExist", "QUEUE_REFUSED", "installation"],
    [400, "RequestThrottled", "QUEUE_UNREACHABLE", "transient"],
    [500, "InternalFailure", "QUEUE_UNREACHABLE", "transient"],
    [undefined, "TimeoutError", "QUEUE_UNREACHABLE", "transient"],
  ])("tells whose fault a %s %s is", async (httpStatusCode, name, code, scope) => {
    const { send } = queue(() => Object.assign(new Error("arn:aws:sqs:…"), { name, $metadata: { httpStatusCode } }));
    const fault = await send(["a"]).catch((thrown: SaldovaktError) => thrown);
    expect(fault).toMatchObject({ code, scope });
    expect((fault as SaldovaktError).message).toContain(name);
  });
});

describe("putting away", () => {
  const messages = (count: number) => Array.from({ length: count }, (_, n) => ({ record: record({}, { id: `m${n}` }), afterSeconds: n }));

  it("gives each message its own time, ten to a call", async () => {
    const calls: ChangeMessageVisibilityBatchCommand[] = [];
    const send = async (command: ChangeMessageVisibilityBatchCommand): Promise<object> => {
      calls.push(command);
      return {};
    };
    const client = { send } as unknown as QueueClient;
    await putAway(messages(12), client, () => expect.fail("no fault was expected"));
    expect(calls.map(({ input }) => input.Entries?.length)).toEqual([10, 2]);
    expect(calls[1]?.input).toMatchObject({
      QueueUrl: URL_OF_QUEUE,
      Entries: [{ ReceiptHandle: "handle of m10", VisibilityTimeout: 10 }, { VisibilityTimeout: 11 }],
    });
  });

  it("tells what SQS does not take, and throws nothing: the messages come back by themselves", async () => {
    const faults: string[] = [];
    const onFault = ({ code }: SaldovaktError): number => faults.push(code);
    const failing = { send: async () => Promise.reject(Object.assign(new Error("no"), { $metadata: { httpStatusCode: 403 } })) };
    await putAway(messages(1), failing as unknown as QueueClient, onFault);
    const partly = { send: async () => ({ Failed: [{ Id: "0", Code: "ReceiptHandleIsInvalid" }] }) };
    await putAway(messages(1), partly as unknown as QueueClient, onFault);
    expect(faults).toEqual(["QUEUE_REFUSED", "QUEUE_UNREACHABLE"]);
  });
});

it("knows a queue's URL by its ARN", () => {
  expect(queueUrl("arn:aws:sqs:eu-north-1:000000000000:watch")).toBe(URL_OF_QUEUE);
  expect(queueUrl("arn:aws-cn:sqs:cn-north-1:000000000000:watch")).toBe("https://sqs.cn-north-1.amazonaws.com.cn/000000000000/watch");
});
