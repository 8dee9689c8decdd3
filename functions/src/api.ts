import { installationLanguage } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http/timer";
import { createAppInParts, type WebApp, type WebOptions } from "@saldovakt/web/api";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import manifest from "../package.json" with { type: "json" };
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import { sharedTurn } from "./shared-turn.ts";
import { answering } from "./wiring/answering.ts";
import { invocation } from "./wiring/invocation.ts";
import { once } from "./wiring/once.ts";
import { watching } from "./wiring/watching.ts";

/** The fact that the one call to Skatteetaten stands in which is left to all processes of this function. */
const TURN = "api.skatteetaten.turn";

const wiring = once(() => {
  const opened = watching(environment(FUNCTIONS.api.environment), (facts) =>
    sharedTurn(facts, TURN, { timer: systemTimer, random: Math.random }),
  );
  const { publicUrl, skatteverket } = opened.configuration;
  const options: WebOptions = {
    pages: "signed-in",
    version: manifest.version,
    language: installationLanguage(opened.configuration),
    ...(skatteverket ? { callsPerSecond: skatteverket.requestsPerSecond } : {}),
  };
  const app = createAppInParts(answering(opened), { ...options, ...(publicUrl === undefined ? {} : { publicUrl }) });
  return handle(app as WebApp);
});

/** Requests of the HTTP API, and of people who sign in to the pages. */
export const handler = invocation((event: LambdaEvent, context) => wiring()(event, context));
