import type { RouteName } from "../../route.ts";
import { ACCESS } from "./access.ts";
import { ACCOUNTS } from "./accounts.ts";
import { ALERTS } from "./alerts.ts";
import { AUTHORITY } from "./authority.ts";
import type { Described } from "./described.ts";
import { FORECASTS } from "./forecasts.ts";
import { PAYMENTS } from "./payments.ts";
import { RECIPIENTS } from "./recipients.ts";
import { SERVICE } from "./service.ts";

/** Every route in words and shapes. */
export const DESCRIPTIONS: Readonly<Record<RouteName, Described>> = {
  ...ACCOUNTS,
  ...FORECASTS,
  ...AUTHORITY,
  ...PAYMENTS,
  ...ALERTS,
  ...RECIPIENTS,
  ...ACCESS,
  ...SERVICE,
};
