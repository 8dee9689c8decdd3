import { domainToASCII } from "node:url";
import { epochMs, type Instant, type Mailbox } from "@saldovakt/domain";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Composed } from "./compose.ts";

export interface Envelope {
  /** The delivery's id, the same on every attempt. */
  readonly id: string;
  readonly at: Instant;
  readonly from: Mailbox;
  readonly to: string;
  readonly replyTo?: string | undefined;
  readonly unsubscribeUrl: string | null;
  readonly unsubscribeAddress?: string | undefined;
  /** An iCalendar document that goes with it. */
  readonly calendar?: { readonly name: string; readonly content: string } | undefined;
}

/** The address with its domain in ASCII, as mail servers take it. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

/** Opaque and of printable ASCII already; whatever an id of another form might hold must not end a header. */
const idOf = (id: string): string => id.replace(/[^\w.-]/g, "-") || "-";

/**
 * RFC 2369 and 8058: the address of the page, and where to write. The header that allows one click goes with the page alone: mail programs then post
 * to it by themselves.
 */
function unsubscribing({ unsubscribeUrl, unsubscribeAddress }: Envelope): { readonly key: string; readonly value: string }[] {
  const ways = [
    ...(unsubscribeUrl === null ? [] : [`<${new URL(unsubscribeUrl).href}>`]),
    ...(unsubscribeAddress === undefined ? [] : [`<mailto:${asciiAddress(unsubscribeAddress)}?subject=unsubscribe>`]),
  ];
  return [
    ...(ways.length === 0 ? [] : [{ key: "List-Unsubscribe", value: ways.join(", ") }]),
    ...(unsubscribeUrl === null ? [] : [{ key: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" }]),
  ];
}

/** Writes the mail as MIME (RFC 5322, 2045): text and HTML as alternatives, the calendar attached. Reads no file and fetches nothing. */
export function mimeOf(composed: Composed, envelope: Envelope): Promise<Uint8Array> {
  const { id, at, from, to, replyTo, calendar } = envelope;
  const sender = asciiAddress(from.address);
  const mail = new MailComposer({
    from: { name: from.name, address: sender },
    to: { name: "", address: asciiAddress(to) },
    ...(replyTo === undefined ? {} : { replyTo: { name: "", address: asciiAddress(replyTo) } }),
    subject: composed.subject,
    text: composed.text,
    html: composed.html,
    date: new Date(epochMs(at)),
    messageId: `<${idOf(id)}@${sender.slice(sender.lastIndexOf("@") + 1)}>`,
    headers: [
      { key: "Auto-Submitted", value: "auto-generated" },
      { key: "X-Auto-Response-Suppress", value: "All" },
      { key: "X-Entity-Ref-ID", value: idOf(id) },
      // On one line each: not every program that looks for them unfolds them first.
      ...unsubscribing(envelope).map(({ key, value }) => ({ key, value: { prepared: true, foldLines: false, value } })),
    ],
    ...(calendar === undefined
      ? {}
      : {
          attachments: [
            {
              filename: calendar.name,
              content: calendar.content,
              contentType: "text/calendar; charset=utf-8; method=PUBLISH",
            },
          ],
        }),
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  mail.keepBcc = false;
  return mail.build();
}
