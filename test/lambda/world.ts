import { randomBytes } from "node:crypto";
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { ChangeMessageVisibilityCommand, PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { parseConfiguration } from "@saldovakt/configuration";
import { writeChecked } from "@saldovakt/configuration/checked";
import type { Account } from "@saldovakt/domain";
import { type AlertDocument, accountId, instant, luhnDigit, type PlainDate } from "@saldovakt/domain";
import { type CompanySpec, type SimulatedSkatteverket, startSkatteverket } from "@saldovakt/simulator";
import { createDynamoStore } from "@saldovakt/store/dynamodb";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { startTable } from "../../packages/cli/test/dynamodb.ts";
import type { Store } from "../../packages/store/src/index.ts";
import { bundleFunctions } from "./bundle.ts";
import { drain, type Poll, poll, type Queue } from "./event-source.ts";
import { HOST } from "./gateway.ts";
import type { Run } from "./held.ts";
import { type Kms, startKms } from "./kms.ts";
import { type Recorder, startRecorder } from "./recorder.ts";
import { AWS_ACCOUNT, accessKeyOf, type Lambda, REGION, startLambda } from "./runtime-api.ts";
import { type SecretsManager, startSecretsManager } from "./secrets-manager.ts";

/** A Friday morning in Stockholm: every clock of these tests begins here. */
export const MOMENT = Date.parse("2026-11-20T08:00:00Z");
export const TODAY = "2026-11-20" as PlainDate;

/** An invented organisation's number, its check digit right. */
export const identity = (nine: string): string => `16${nine}${luhnDigit(nine)}`;

/** Where Skatteverket sends back who has signed in there. */
export const CALLBACK = `https://${HOST}/connect/skatteverket/callback`;

export type QueueName = "watch" | "delivery";
type Service = "dynamodb" | "sqs" | "sns" | "secretsmanager" | "kms";

const ENDPOINT: Readonly<Record<Service, string>> = {
  dynamodb: "AWS_ENDPOINT_URL_DYNAMODB",
  sqs: "AWS_ENDPOINT_URL_SQS",
  sns: "AWS_ENDPOINT_URL_SNS",
  secretsmanager: "AWS_ENDPOINT_URL_SECRETS_MANAGER",
  kms: "AWS_ENDPOINT_URL_KMS",
};

export interface World {
  readonly skatteverket: SimulatedSkatteverket;
  readonly secrets: SecretsManager;
  readonly kms: Kms;
  /** Skatteverket's section as the functions are given it unless a start says otherwise. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Where Skatteverket's secret lies. */
  readonly secretArn: string;
  readonly store: Store;
  /** Every AWS call of every function, by service. */
  readonly recorders: Readonly<Record<Service, Recorder>>;
  /** The document of each message that came to the topic's subscriber, in order. */
  mailbox(): readonly Letter[];
  /** Starts a function. `aheadMs` moves its clock on from where the world's is. */
  start(name: FunctionName, options?: StartOptions): Promise<Lambda>;
  /** Watches a company of the simulator's. */
  add(company: CompanySpec): Promise<Account>;
  poll(queue: QueueName, lambda: Lambda, batchSize?: number): Promise<Poll | null>;
  drain(queue: QueueName, lambda: Lambda, batchSize?: number): Promise<readonly Poll[]>;
  /** Puts a message into a queue, as it is. */
  put(queue: QueueName, body: string): void;
  /** The bodies of the messages that wait, the first first. */
  waiting(queue: QueueName): readonly unknown[];
  /** The messages in a queue: how many wait, and the seconds until each hidden one is visible again. */
  queued(queue: QueueName): { readonly waiting: number; readonly hiddenFor: readonly number[] };
  /** Makes every hidden message visible, as time would. */
  wake(queue: QueueName): Promise<void>;
  /** Empties both queues and forgets what is known of the installation's faults. */
  calm(): Promise<void>;
  /** The actions called while something runs, each once, in order of their names. */
  actionsDuring(act: () => Promise<unknown>): Promise<readonly string[]>;
  /** What each function that was started was given, and everything it has called so far. */
  runs(): readonly Run[];
  /** What all functions have written so far. */
  lines(): readonly string[];
  close(): Promise<void>;
}

export interface Letter {
  readonly id: string;
  readonly subject: string;
  /** As it would stand in an e-mail. */
  readonly text: string;
  readonly document: AlertDocument;
}

export interface StartOptions {
  readonly aheadMs?: number;
  /** Fields in place of the configuration's own. */
  readonly configuration?: object;
  /** The configuration's variable as it is, in place of what would be written. */
  readonly written?: string;
  readonly timeoutMs?: number;
  /** Where services are played that the world itself does not play, by AWS's own variables. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

const queueOf = (server: FauxqsServer, name: string): Queue => ({
  url: `${server.address}/${AWS_ACCOUNT}/${name}`,
  arn: `arn:aws:sqs:${REGION}:${AWS_ACCOUNT}:${name}`,
});

const QUEUE: Readonly<Record<QueueName, string>> = { watch: "saldovakt-watch", delivery: "saldovakt-delivery" };

function startQueues(server: FauxqsServer): { topicArn: string } {
  for (const name of Object.values(QUEUE)) {
    server.createQueue(`${name}-dead`, { region: REGION });
    const deadLetterTargetArn = queueOf(server, `${name}-dead`).arn;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 10 });
    server.createQueue(name, { region: REGION, attributes: { VisibilityTimeout: "600", RedrivePolicy } });
  }
  server.createQueue("mailbox", { region: REGION });
  const { topicArn } = server.createTopic("saldovakt-alerts", { region: REGION });
  server.subscribe({ topic: "saldovakt-alerts", queue: "mailbox", region: REGION });
  return { topicArn };
}

/** AWS and Skatteverket, as far as the functions can see, with the given functions' bundles ready to start. */
export async function startWorld(
  companies: readonly CompanySpec[],
  functions: readonly FunctionName[],
  openSecrets: () => Promise<SecretsManager> = startSecretsManager,
  openKms: () => Promise<Kms> = startKms,
): Promise<World> {
  const clockAheadMs = MOMENT - Date.now();
  const now = (): number => Date.now() + clockAheadMs;
  const signIn = { redirectUris: [CALLBACK] };
  const [skatteverket, queues, table, secrets, kms, { bundles, remove }] = await Promise.all([
    startSkatteverket({ today: TODAY, companies, requestsPerSecond: Number.POSITIVE_INFINITY, now, signIn }),
    startFauxqs({ port: 0, logger: false, host: "localhost", defaultRegion: REGION }),
    startTable("state"),
    openSecrets(),
    openKms(),
    bundleFunctions(functions),
  ]);
  const { topicArn } = startQueues(queues);
  const recorders: Record<Service, Recorder> = {
    dynamodb: await startRecorder("dynamodb", table.url),
    sqs: await startRecorder("sqs", queues.address),
    sns: await startRecorder("sns", queues.address),
    secretsmanager: await startRecorder("secretsmanager", secrets.url),
    kms: await startRecorder("kms", kms.url),
  };
  const secretArn = await secrets.create("saldovakt/skatteverket", JSON.stringify(skatteverket.secret));
  const source = {
    apiUrl: skatteverket.apiUrl,
    tokenUrl: skatteverket.tokenUrl,
    requestsPerSecond: 100,
    secret: secretArn,
    ca: await secrets.create("saldovakt/test-ca", skatteverket.ca),
  };
  const configuration = { skatteverket: source, recipients: [{ channel: "sns", topicArn }] };
  const variables = {
    SALDOVAKT_TABLE: "state",
    SALDOVAKT_CALLS_PER_SECOND: "100",
    WATCH_QUEUE_URL: queueOf(queues, QUEUE.watch).url,
    DELIVERY_QUEUE_URL: queueOf(queues, QUEUE.delivery).url,
    POWERTOOLS_SERVICE_NAME: "saldovakt-test",
  };
  const endpoints = Object.fromEntries(Object.entries(ENDPOINT).map(([service, name]) => [name, recorders[service as Service].url]));
  const store = createDynamoStore({ client: table.client, table: "state" });
  const sqs = new SQSClient({ endpoint: queues.address, region: REGION, credentials: { accessKeyId: "x", secretAccessKey: "x" } });
  const started: Lambda[] = [];
  const environments: { readonly name: FunctionName; readonly given: Readonly<Record<string, string>> }[] = [];

  /** Workers whose clocks stand hours apart share one call rate here: one that is behind would wait for the slots of one that is ahead. */
  const forgetRate = async (): Promise<void> => {
    await table.client.send(new DeleteItemCommand({ TableName: "state", Key: { PK: { S: "SLOTS#skatteverket" }, SK: { S: "SLOTS" } } }));
  };

  const inspect = (queue: QueueName) => {
    const state = queues.inspectQueue(QUEUE[queue]);
    if (!state) throw new Error(`there is no queue ${queue}`);
    return state.messages;
  };

  return {
    skatteverket,
    secrets,
    kms,
    source,
    secretArn,
    store,
    recorders,
    mailbox: () => (queues.inspectQueue("mailbox")?.messages.ready ?? []).map(({ body }) => letterOf(body)),
    async start(name, options = {}) {
      const given = { ...configuration, ...options.configuration };
      const all = { ...variables, SALDOVAKT_CONFIGURATION: options.written ?? writeChecked(parseConfiguration(given)) };
      const environment: Record<string, string> = Object.fromEntries(
        FUNCTIONS[name].environment.map((variable) => [variable, all[variable]]),
      );
      const lambda = await startLambda({
        name,
        bundle: bundles[name],
        environment: { ...environment, ...endpoints, ...options.endpoints },
        clockAheadMs: clockAheadMs + (options.aheadMs ?? 0),
        ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      });
      started.push(lambda);
      environments.push({ name, given: environment });
      return lambda;
    },
    async add({ identity: number, name = "Exempelbolaget AB" }) {
      const id = accountId(randomBytes(20));
      const account: Account = { id, source: "skatteverket", identity: number, name, origin: "command", addedAt: instant(MOMENT) };
      return (await store.addAccount(account)).account;
    },
    async poll(queue, lambda, batchSize) {
      await forgetRate();
      return poll(sqs, queueOf(queues, QUEUE[queue]), lambda, batchSize);
    },
    async drain(queue, lambda, batchSize) {
      await forgetRate();
      return drain(sqs, queueOf(queues, QUEUE[queue]), lambda, batchSize);
    },
    put: (queue, body) => void queues.sendMessage(QUEUE[queue], body, { region: REGION }),
    waiting: (queue) => inspect(queue).ready.map(({ body }) => JSON.parse(body) as unknown),
    queued(queue) {
      const { ready, delayed, inflight } = inspect(queue);
      const seconds = inflight.map(({ visibilityDeadline }) => Math.round((visibilityDeadline - Date.now()) / 1000));
      return { waiting: ready.length + delayed.length, hiddenFor: seconds.sort((a, b) => a - b) };
    },
    async wake(queue) {
      for (const { receiptHandle } of inspect(queue).inflight) {
        const { url } = queueOf(queues, QUEUE[queue]);
        await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }));
      }
    },
    async calm() {
      const Key = { PK: { S: "FACT#installation-fault" }, SK: { S: "FACT" } };
      await table.client.send(new DeleteItemCommand({ TableName: "state", Key }));
      for (const name of Object.values(QUEUE)) await sqs.send(new PurgeQueueCommand({ QueueUrl: queueOf(queues, name).url }));
    },
    async actionsDuring(act) {
      const from = Object.values(recorders).map(({ calls }) => calls.length);
      await act();
      const called = Object.values(recorders).flatMap(({ calls }, index) => calls.slice(from[index]));
      return [...new Set(called.map(({ action }) => action))].sort();
    },
    runs: () =>
      [...new Set(environments.map(({ name }) => name))].map((name) => ({
        name,
        environments: environments.filter((each) => each.name === name).map(({ given }) => given),
        fedFrom: name === "watch" ? QUEUE.watch : name === "deliver" ? QUEUE.delivery : null,
        calls: Object.values(recorders).flatMap(({ calls }) => calls.filter(({ signedBy }) => signedBy === accessKeyOf(name))),
      })),
    lines: () => started.flatMap(({ lines }) => lines),
    async close() {
      await Promise.all(started.map((lambda) => lambda.stop()));
      sqs.destroy();
      await Promise.all([...Object.values(recorders), skatteverket, secrets, kms].map((each) => each.close()));
      await queues.stop();
      await table.stop();
      await remove();
    },
  };
}

interface Envelope {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
}

function letterOf(body: string): Letter {
  const { Subject, Message, MessageAttributes } = JSON.parse(body) as Envelope;
  // The emulator hands on the whole structure, of which AWS picks the subscriber's protocol.
  const { sqs, email } = JSON.parse(Message) as Record<string, string>;
  return { id: MessageAttributes.id?.Value ?? "", subject: Subject, text: email ?? "", document: JSON.parse(sqs ?? "") as AlertDocument };
}
