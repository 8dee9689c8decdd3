import type { WebOptions, WebPorts } from "../../ports.ts";
import type { RouteName } from "../route.ts";
import { alertAnswers } from "./alerts.ts";
import { type Answer, askingOf } from "./asking.ts";
import { fileAnswers } from "./files.ts";
import { forecastAnswers } from "./forecasts.ts";
import { healthAnswers } from "./health.ts";
import { operationAnswers } from "./operations.ts";
import { paymentAnswers } from "./payments.ts";

/** The answers of every route but the documentation's. */
export function answers(ports: WebPorts, options: WebOptions): Readonly<Record<Exclude<RouteName, "openapi" | "docs">, Answer>> {
  const asking = askingOf(ports, options);
  return {
    ...healthAnswers(asking),
    ...forecastAnswers(asking),
    ...fileAnswers(asking),
    ...operationAnswers(asking),
    ...paymentAnswers(asking),
    ...alertAnswers(asking),
  };
}
