import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Alerts } from "../schemas.ts";
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
} as const satisfies Partial<Record<RouteName, Described>>;
