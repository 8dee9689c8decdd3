import {
  alertDocument,
  alertTexts,
  inputError,
  installationLanguage,
  SaldovaktError,
  testAlert,
  toSaldovaktError,
  ZONE_OF,
} from "@saldovakt/domain";
import { deliveryId, INSTALLATION, type OutgoingMessage, type Recipient, standingOf } from "@saldovakt/service";
import { counted } from "../figures.ts";
import { openRecipients } from "../wiring/recipients.ts";
import { openExistingState, openTable, tableName } from "../wiring/state.ts";
import { type Bench, present, type Well } from "./check.ts";

const WHY = "`saldovakt recipients list` says of each why it is told of nothing";

const named = ({ channel, key }: Recipient): string => `${channel} ${key}`;

const SWITCH_ON = "`saldovakt recipients enable KEY` lets one be told again, once its owner wants that";

/**
 * Sends a test message, at once and past the queue: to everyone, or to the one whose key begins with `only`. One attempt each; the first recipient that
 * does not take it is the fault. Whoever ended the messages, or answered 410, gets no test either. Throws `RECIPIENT_UNKNOWN`, `RECIPIENT_NOT_TOLD` and
 * `RECIPIENT_SWITCHED_OFF` (input), and `TEST_NOT_DELIVERED`, whose message holds keys and codes only.
 */
export async function sendTests(bench: Bench, only: string | null): Promise<Well> {
  const { context } = bench;
  const loaded = present(bench.loaded);
  const table = tableName(loaded);
  const store = table === null ? await openExistingState(loaded) : await openTable(table, context);
  const opened = await openRecipients(context, loaded, (text) => context.stderr.lines(text), store ?? undefined);
  try {
    const keys = new Set(opened.recipients.map(({ key }) => key));
    const added = store ? (await store.recipients()).filter(({ key }) => !keys.has(key)) : [];
    const all: readonly Recipient[] = [...opened.recipients, ...added];
    const chosen = only === null ? all : all.filter(({ key }) => key.startsWith(only));
    if (chosen.length === 0) {
      const known = all.map(({ key, channel }) => `${key} (${channel})`).join(", ") || "none";
      throw inputError("RECIPIENT_UNKNOWN", "there is no recipient of that key to send a test to", `recipients here: ${known}`);
    }
    const failed: string[] = [];
    const off: Recipient[] = [];
    const untold: Recipient[] = [];
    for (const recipient of chosen) {
      const byHand = added.find(({ key }) => key === recipient.key);
      if (await store?.isRecipientDisabled(recipient.key)) off.push(recipient);
      else if (store && byHand && (await standingOf(byHand, store)).untold) untold.push(recipient);
    }
    if (untold.length === chosen.length) {
      const who = untold.map(named).join(", ");
      throw inputError("RECIPIENT_NOT_TOLD", `nobody is left to send a test to: alerts are told to none of them (${who})`, WHY);
    }
    if (off.length + untold.length === chosen.length) {
      const who = off.map(named).join(", ");
      throw inputError("RECIPIENT_SWITCHED_OFF", `nobody is left to send a test to: switched off by their own answer (${who})`, SWITCH_ON);
    }
    for (const recipient of chosen.filter((each) => !off.includes(each) && !untold.includes(each))) {
      const fault = await sendTest(recipient, opened.channel, bench);
      if (fault !== null) failed.push(`${recipient.channel} ${recipient.key}: ${fault}`);
    }
    const passedOver =
      (off.length === 0 ? "" : `; switched off and passed over: ${off.map(named).join(", ")}`) +
      (untold.length === 0 ? "" : `; told of nothing and passed over: ${untold.map(named).join(", ")}`);
    if (failed.length === 0)
      return { what: `a test message was taken by ${counted(chosen.length - off.length - untold.length, "recipient")}${passedOver}` };
    const remedy = "docs/alerts.md says what each code means; compare the address, the credentials and the network";
    throw new SaldovaktError(`a test message was not delivered (${failed.join("; ")})`, {
      code: "TEST_NOT_DELIVERED",
      scope: "transient",
      remedy,
    });
  } finally {
    await opened.close();
    await store?.close();
  }
}

/** One attempt; null when it was taken, else the fault's code. */
async function sendTest(
  recipient: Recipient,
  channel: Awaited<ReturnType<typeof openRecipients>>["channel"],
  { context, loaded }: Bench,
): Promise<string | null> {
  const { configuration } = present(loaded);
  const now = context.real.now();
  const alert = testAlert(context.real.today(ZONE_OF[INSTALLATION.source]), now);
  const language = recipient.language ?? installationLanguage(configuration);
  const discreet = recipient.discreet ?? configuration.policy.discreet;
  const message: OutgoingMessage = {
    id: deliveryId(INSTALLATION.id, alert.id, recipient.key),
    alert,
    account: INSTALLATION,
    language,
    discreet,
    link: null,
    texts: alertTexts(alert, INSTALLATION, language, { discreet, forecastUrl: null }),
    document: alertDocument(alert, INSTALLATION, null),
  };
  try {
    const outcome = await (await channel(recipient)).send(message, { number: 1, now });
    return outcome.kind === "delivered" ? null : outcome.fault;
  } catch (thrown) {
    return toSaldovaktError(thrown).code;
  }
}
