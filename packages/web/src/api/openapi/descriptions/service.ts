import type { RouteName } from "../../route.ts";
import { Health } from "../schemas.ts";
import { type Described, json, ok } from "./described.ts";

const open = { tag: "Service", scope: null, problems: [414, 500] } as const;

export const SERVICE = {
  health: {
    ...open,
    summary: "Whether the service is up",
    answers: ok("It is.", json(Health, { status: "ok", version: "0.1.0" })),
    problems: [400, 414, 500],
  },
  openapi: { ...open, summary: "This document", answers: ok("An OpenAPI 3.1 document.", { type: "application/json" }) },
  docs: { ...open, summary: "This document for people", answers: ok("A page.", { type: "text/html" }) },
} as const satisfies Partial<Record<RouteName, Described>>;
