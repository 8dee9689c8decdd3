import { randomBytes } from "node:crypto";
import { createApi } from "@saldovakt/web/api";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import manifest from "../package.json" with { type: "json" };
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import { systemClock } from "./wiring/clock.ts";
import { invocation } from "./wiring/invocation.ts";
import { log } from "./wiring/log.ts";
import { once } from "./wiring/once.ts";
import { operationsOf } from "./wiring/source.ts";
import { watching } from "./wiring/watching.ts";

const wiring = once(() => {
  const { ports, store, skatteverket, configuration } = watching(environment(FUNCTIONS.api.environment));
  const { publicUrl, policy } = configuration;
  const api = createApi(
    {
      watch: ports,
      alerts: store,
      keys: store,
      slots: store,
      now: systemClock.now,
      sessions: store,
      facts: store,
      random: randomBytes,
      operations: operationsOf(skatteverket),
      onFault: (fault) => log().error("request failed", { ...fault }),
    },
    { pages: false, version: manifest.version, language: policy.language, ...(publicUrl === undefined ? {} : { publicUrl }) },
  );
  return handle(api);
});

/** Requests of the HTTP API: answers from the record, or from a fresh reading. */
export const handler = invocation((event: LambdaEvent, context) => wiring()(event, context));
