import { alertLetter, type Letter } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import type { Channel } from "../channel.ts";
import { post } from "../post.ts";
import { slackMessage } from "./slack.ts";
import { teamsMessage } from "./teams.ts";

/** Teams takes 28 kB, Slack more; a room is no place for more either. */
const MESSAGE_BYTES = 27_000;

/** Rows and payments in a message, fewer until it fits. */
const SHOWN = [8, 4, 1, 0];

const ROOMS = {
  slack: { messageOf: slackMessage, prefix: "SLACK" },
  teams: { messageOf: teamsMessage, prefix: "TEAMS" },
} as const satisfies Record<string, { messageOf: (letter: Letter) => object; prefix: string }>;

/**
 * Messages to one room of Slack (incoming webhook) or Microsoft Teams (workflow). `http` must be a client for customers' URLs
 * (`createWebhookClient`). Faults: `SLACK_` or `TEAMS_` with `REDIRECT`, `GONE`, `STATUS_<status>`, `MESSAGE_TOO_LARGE`, and the client's codes.
 */
export function createChatChannel(target: { readonly channel: "slack" | "teams"; readonly url: string }, http: HttpClient): Channel {
  const { messageOf, prefix } = ROOMS[target.channel];
  const headers = { "content-type": "application/json; charset=utf-8", "user-agent": "Saldovakt" };
  return {
    async send({ alert, account, language, discreet, link }, { now }) {
      for (const shown of SHOWN) {
        const letter = alertLetter(alert, account, language, { discreet, forecastUrl: link, shown });
        const body = JSON.stringify(messageOf(letter));
        if (Buffer.byteLength(body) <= MESSAGE_BYTES) return post(http, { url: target.url, headers, body, prefix, now });
      }
      return { kind: "failed", fault: "MESSAGE_TOO_LARGE" };
    },
  };
}
