import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Deliveries, Queued, Recipient, Recipients, RecipientWithSecret, requests } from "../schemas.ts";
import { cursor, type Described, json, KEYED, ok, pageOf, WITH_BODY } from "./described.ts";

const OF_RECIPIENT = [...KEYED, 404] as const;
const CHANGED = [...OF_RECIPIENT, 409] as const;

const of = { tag: "Recipients", problems: OF_RECIPIENT } as const;

export const RECIPIENTS = {
  listRecipients: {
    tag: "Recipients",
    summary: "Who is told",
    description:
      "Those of the configuration and those added by hand. A key that is limited to some accounts sees those who are told of no other. Addresses and numbers are shown masked.",
    scope: "read",
    answers: ok("The recipients.", json(Recipients, examples.recipients)),
    problems: KEYED,
  },
  addRecipient: {
    tag: "Recipients",
    summary: "Tell somebody from now on",
    description:
      "The same channel and address again is the one there is, answered with 200: of it only what the body gives is changed, the rest stays. A webhook's secret is made here and shown this once: messages are signed by Standard Webhooks 1.0.",
    scope: "write",
    body: json(requests.NewRecipient, examples.newRecipient),
    answers: {
      201: { description: "It is told from now on.", content: json(RecipientWithSecret, examples.recipientWithSecret) },
      200: { description: "It was told already, and is now as asked.", content: json(RecipientWithSecret, examples.recipient) },
    },
    problems: [...KEYED, 409, ...WITH_BODY],
  },
  recipient: { ...of, summary: "A recipient", scope: "read", answers: ok("The recipient.", json(Recipient, examples.recipient)) },
  changeRecipient: {
    ...of,
    summary: "Change what a recipient is told, and how",
    description: "What is absent stays as it is; what is null goes back to what is usual. Another address is another recipient.",
    scope: "write",
    body: json(requests.RecipientChange, examples.recipientChange),
    answers: ok("The recipient as it now is.", json(Recipient, examples.recipient)),
    problems: [...CHANGED, ...WITH_BODY],
  },
  removeRecipient: {
    ...of,
    summary: "Tell a recipient no more",
    scope: "write",
    answers: { 204: { description: "It is gone. What still waited is not sent." } },
    problems: CHANGED,
  },
  rotateSecret: {
    ...of,
    summary: "Give a webhook a new secret",
    description:
      "The one before signs beside it for 24 hours more, so that nothing is lost while the receiver changes over. Three sign at most: the newest.",
    scope: "write",
    answers: ok("The new secret, shown this once.", json(RecipientWithSecret, examples.recipientWithSecret)),
    problems: CHANGED,
  },
  testRecipient: {
    ...of,
    summary: "Send a test",
    description:
      "A message that says of itself that it is a test, with no figures. `GET …/deliveries` tells what became of it. A recipient that is told of nothing gets none.",
    scope: "write",
    answers: { 202: { description: "It waits to be sent.", content: json(Queued, examples.queued) } },
    problems: CHANGED,
  },
  enableRecipient: {
    ...of,
    summary: "Tell a recipient again that was switched off",
    description: "One that answered 410 is told no more until then. Enabling one that is not switched off changes nothing.",
    scope: "write",
    answers: ok("The recipient.", json(Recipient, examples.recipient)),
  },
  deliveries: {
    ...of,
    summary: "What went to a recipient, or shall go",
    query: [pageOf(200, 50), cursor("before")],
    scope: "read",
    answers: ok("The deliveries, the newest first.", json(Deliveries, examples.deliveries)),
  },
  replay: {
    ...of,
    summary: "Send again what a delivery carried",
    description: "A delivery of its own; receivers know it by the first one's id, so whoever has it already does nothing twice.",
    scope: "write",
    answers: { 202: { description: "It waits to be sent.", content: json(Queued, examples.queued) } },
    problems: CHANGED,
  },
} as const satisfies Partial<Record<RouteName, Described>>;
