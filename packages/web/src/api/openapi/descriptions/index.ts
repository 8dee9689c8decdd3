import type { RouteName } from "../../route.ts";
import { ALERTS } from "./alerts.ts";
import { AUTHORITY } from "./authority.ts";
import type { Described } from "./described.ts";
import { FORECASTS } from "./forecasts.ts";
import { PAYMENTS } from "./payments.ts";
import { SERVICE } from "./service.ts";

/** Every route in words and shapes. */
export const DESCRIPTIONS: Readonly<Record<RouteName, Described>> = { ...FORECASTS, ...AUTHORITY, ...PAYMENTS, ...ALERTS, ...SERVICE };
