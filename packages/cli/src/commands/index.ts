import type { Register } from "../program.ts";
import { accounts } from "./accounts.ts";
import { audit } from "./audit.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { exportAccount } from "./export.ts";
import { forecast } from "./forecast.ts";
import { importStatement } from "./import.ts";
import { keys } from "./keys.ts";
import { norway } from "./norway.ts";
import { ombud } from "./ombud.ts";
import { payments } from "./payments.ts";
import { recipients } from "./recipients.ts";
import { secrets } from "./secrets.ts";
import { serve } from "./serve.ts";
import { users } from "./users.ts";
import { watch } from "./watch.ts";

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Register[] = [
  demo,
  forecast,
  watch,
  serve,
  accounts,
  norway,
  ombud,
  importStatement,
  payments,
  recipients,
  keys,
  users,
  audit,
  secrets,
  doctor,
  exportAccount,
];
