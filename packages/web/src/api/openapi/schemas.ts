/** The published shapes of every answer, and of every body that is asked for. */
export { AuditLog, Group, Groups, InvitationLink, Invitations, User, UserExport, Users } from "./schemas/access.ts";
export { Account, Accounts } from "./schemas/accounts.ts";
export { AlertMessage, Alerts } from "./schemas/alerts.ts";
export { Appointment } from "./schemas/appointments.ts";
export { named } from "./schemas/basics.ts";
export { Acknowledged, CalendarAddress, Calendars, ImportedStatement } from "./schemas/done.ts";
export { Forecast } from "./schemas/forecast.ts";
export { Balance, PayoutAccount, PayoutBlocks, Transactions } from "./schemas/operations.ts";
export { RegisteredPayment, RegisteredPayments } from "./schemas/payments.ts";
export { Health, Problem } from "./schemas/problem.ts";
export { Deliveries, Queued, Recipient, Recipients, RecipientWithSecret } from "./schemas/recipients.ts";
export * as requests from "./schemas/requests.ts";
