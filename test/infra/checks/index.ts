import { ACCESS } from "./access.ts";
import type { Check } from "./check.ts";
import { KEEPING } from "./keeping.ts";
import { KEY } from "./key.ts";
import { MAIL } from "./mail.ts";
import { QUEUES } from "./queues.ts";
import { RUNNING } from "./running.ts";
import { SECRETS } from "./secrets.ts";
import { STAGES } from "./stages.ts";
import { WATCHING } from "./watching.ts";

/** Every property of the infrastructure, each a pure function of the record. */
export const CHECKS: readonly Check[] = [...ACCESS, ...SECRETS, ...QUEUES, ...KEEPING, ...KEY, ...RUNNING, ...WATCHING, ...MAIL, ...STAGES];
