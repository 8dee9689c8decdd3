/** The published shapes of every answer. */
export { Accounts } from "./schemas/accounts.ts";
export { Alerts } from "./schemas/alerts.ts";
export { named } from "./schemas/basics.ts";
export { Forecast } from "./schemas/forecast.ts";
export { Balance, PayoutAccount, PayoutBlocks, Transactions } from "./schemas/operations.ts";
export { RegisteredPayment, RegisteredPayments } from "./schemas/payments.ts";
export { Health, Problem } from "./schemas/problem.ts";
