import type { SQSRecord } from "aws-lambda";

const ARN = "arn:aws:sqs:eu-north-1:000000000000:watch";

/** A message as SQS hands it to a function. */
export const record = (body: unknown, { id = "m1", received = 1 } = {}): SQSRecord => ({
  messageId: id,
  receiptHandle: `handle of ${id}`,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: String(received),
    SentTimestamp: "1795000000000",
    SenderId: "AIDAEXAMPLE",
    ApproximateFirstReceiveTimestamp: "1795000000000",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: ARN,
  awsRegion: "eu-north-1",
});

interface StandingFact {
  readonly value: string;
  readonly version: number;
}

/** The store's facts, with their conditional writes. `loseNext` writes as another worker would, just before the next write. */
export function factsFixture() {
  const facts = new Map<string, StandingFact>();
  let intruder: (() => void) | undefined;
  return {
    facts,
    loseNext(name: string, value: string): void {
      intruder = () => facts.set(name, { value, version: (facts.get(name)?.version ?? 0) + 1 });
    },
    fact: async (name: string): Promise<StandingFact | null> => facts.get(name) ?? null,
    putFact: async (name: string, value: string, expected: number): Promise<boolean> => {
      intruder?.();
      intruder = undefined;
      if ((facts.get(name)?.version ?? 0) !== expected) return false;
      facts.set(name, { value, version: expected + 1 });
      return true;
    },
  };
}
