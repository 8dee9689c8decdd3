import type { Letter, LetterPart } from "@saldovakt/domain";
import { MAIL_WORDS } from "../email/words.ts";
import { cut } from "./cut.ts";

/** What Slack takes: blocks a message, characters in a header, a section and a field, fields in a section. */
const BLOCKS = 50;
const HEADER = 150;
const SECTION = 3_000;
const FIELD = 2_000;
const FIELDS = 10;

const MARK = {
  critical: ":red_circle:",
  warning: ":large_orange_circle:",
  notice: ":large_blue_circle:",
  ok: ":large_green_circle:",
} as const;

/** Slack's three characters that mean something to it in every text; with them gone no mention and no link can be made. */
export const escapeSlack = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Text for `mrkdwn`: marks that would make it bold, struck or code get a space nobody sees between them and the letters. */
const words = (text: string): string => escapeSlack(text).replace(/[*_~`]/g, (mark) => `\u200b${mark}\u200b`);

interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

const plain = (text: string, most: number) => ({ type: "plain_text", text: cut(text, most), emoji: false });
const marked = (text: string, most: number) => ({ type: "mrkdwn", text: cut(text, most), verbatim: true });
const section = (text: string): Block => ({ type: "section", text: marked(text, SECTION) });

const facts = (pairs: readonly (readonly [string, string])[]): Block => ({
  type: "section",
  fields: pairs.slice(0, FIELDS).map(([label, value]) => marked(`*${words(label.replace(/:$/, ""))}*\n${words(value)}`, FIELD)),
});

function blocks(part: LetterPart): Block[] {
  switch (part.kind) {
    case "text":
      return [section([...(part.heading === null ? [] : [`*${words(part.heading)}*`]), ...part.lines.map(words)].join("\n"))];
    case "list":
      return [section([`*${words(part.heading)}*`, ...part.items.map((item) => `• ${words(item)}`)].join("\n"))];
    case "payments":
      return [section(`*${words(part.heading)}*`), ...part.payments.map(facts), ...(part.rest === null ? [] : [section(words(part.rest))])];
    case "charges": {
      const rows = part.rows.map(
        (row) => `• ${words(row.text)}: ${words(row.amount)}${row.estimated === undefined ? "" : ` (${words(row.estimated)})`}`,
      );
      const ends = [part.rest?.sentence, part.after?.sentence].flatMap((line) => (line === undefined ? [] : [words(line)]));
      return [section([`*${words(part.heading)}*`, ...rows, ...ends].join("\n"))];
    }
  }
}

/** The letter for an incoming webhook of Slack, in Block Kit. Nothing in it can mention anybody, nor link elsewhere than to the account's page. */
export function slackMessage(letter: Letter): object {
  const title = `${MARK[letter.severity]} ${words(letter.headline)}`;
  const button = letter.link === null ? [] : [linkBlock(letter.link, MAIL_WORDS[letter.language].open)];
  const asOf = letter.asOf === null ? [] : [{ type: "context", elements: [marked(words(letter.asOf), FIELD)] }];
  const figures = letter.figures.length === 0 ? [] : [facts(letter.figures.map(({ label, value }) => [label, value] as const))];
  const around = 2 + figures.length + button.length + asOf.length;
  return {
    // What notifications show, and programs that know no blocks.
    text: cut(escapeSlack(letter.subject), HEADER),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [section(title), ...figures, ...letter.parts.flatMap(blocks).slice(0, BLOCKS - around), ...button, ...asOf],
  };
}

const linkBlock = (url: string, title: string): Block => ({
  type: "actions",
  elements: [{ type: "button", text: plain(title, 75), url, style: "primary" }],
});
