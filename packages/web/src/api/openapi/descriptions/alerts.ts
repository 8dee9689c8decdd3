import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Acknowledged, Alerts } from "../schemas.ts";
import { cursor, type Described, json, OF_ACCOUNT, ok, pageOf } from "./described.ts";

export const ALERTS = {
  alerts: {
    tag: "Alerts",
    summary: "What has been told about the account",
    query: [pageOf(200, 50), cursor("before")],
    scope: "read",
    answers: ok("The alerts, the newest first.", json(Alerts, examples.alerts)),
    problems: OF_ACCOUNT,
  },
  acknowledge: {
    tag: "Alerts",
    summary: "Somebody has the matter in hand",
    description:
      "Its reminders stay unsaid until its pay-by day, or until its amount changes; nothing else is silenced. Saying so twice changes nothing. A matter that is over is answered 409 with `ALERT_OVER`.",
    scope: "write",
    answers: ok("It is so.", json(Acknowledged, { acknowledgedAt: "2026-11-23T09:20:00.000Z" })),
    problems: OF_ACCOUNT,
  },
} as const satisfies Partial<Record<RouteName, Described>>;
