export type { Actor, Auditor, Deed } from "./access/audit.ts";
export { audited, auditor } from "./access/audit.ts";
export { AUDIT_CSV_HEAD, auditCsv, auditJson, auditLines, auditPeriod } from "./access/audit-export.ts";
export type { GroupPorts } from "./access/groups.ts";
export { addGroup, changeGroup, removeGroup } from "./access/groups.ts";
export type { InvitationPorts, Invited } from "./access/invitations.ts";
export { acceptInvitation, invite, openInvitation, signInLink } from "./access/invitations.ts";
export type { AccessBook, AuditLog, AuditPeriod } from "./access/ports.ts";
export type { Makers } from "./access/reach.ts";
export { reachOfList, reachOfMaker, reachOfUser, within } from "./access/reach.ts";
export type { RecipientsLeft } from "./access/recipients-left.ts";
export { withdrawInvitations } from "./access/sign-in-links.ts";
export type { UserExport } from "./access/user-export.ts";
export type { ErasePorts, UserChange, UserPorts } from "./access/users.ts";
export { changesOfUser, changeUser, eraseUser, exportUser, mayGoOn } from "./access/users.ts";
export type { AccountBook, AccountBookChange, AccountChange, AccountPorts, AddedAccount, NewAccount } from "./accounts.ts";
export { addWatchedAccount, changeAccount, checkedPayFrom, readableName, removeAccount } from "./accounts.ts";
export type { AcknowledgePorts, AlertHistory } from "./acknowledge.ts";
export { acknowledgeAlert } from "./acknowledge.ts";
export type { AccountLine, AnswerPorts } from "./answer.ts";
export { byUrgency, freshForecast, lastForecast, listAccounts } from "./answer.ts";
export type { CertificatePorts } from "./certificate.ts";
export { watchCertificate } from "./certificate.ts";
export type { DeliverPorts, DeliverResult } from "./deliver.ts";
export { deliverMessage, forecastUrlOf } from "./deliver.ts";
export { deliveryId } from "./delivery-id.ts";
export type { Imported, ImportPorts, StatementTarget } from "./import-statement.ts";
export { importStatement } from "./import-statement.ts";
export type { Facts } from "./installation.ts";
export { INSTALLATION, installationRecords } from "./installation.ts";
export type { PageLink, RandomBytes } from "./link.ts";
export {
  appointLink,
  LINK_DAYS,
  linkKey,
  pageLink,
  rotateLinkKey,
  signAppointLink,
  signPageLink,
  signUnsubscribe,
  unsubscribeLink,
  verifyAppointLink,
  verifyPageLink,
  verifyUnsubscribe,
} from "./link.ts";
export type { AppointmentLine, ClientLinks } from "./ombud.ts";
export { appointment, appointments, appointPageOpened, askedForPermission, clientLinkFor, requireClient } from "./ombud.ts";
export { referenceOf } from "./outbox.ts";
export { pageLinks } from "./page-links.ts";
export type { PassOptions, PassReport } from "./pass.ts";
export { runPass } from "./pass.ts";
export type { NewPayment, PaymentPorts } from "./payments.ts";
export { paymentDays, registerPayment } from "./payments.ts";
export type { PlanPorts } from "./plan.ts";
export { accountsOf, plan } from "./plan.ts";
export type * from "./ports.ts";
export { readingsADay } from "./postpone.ts";
export {
  byOf,
  endingWith,
  handedOver,
  recipientByKey,
  recipientsFor,
  reposted,
  type Standing,
  standingOf,
  UNTOLD,
  type Untold,
} from "./recipients.ts";
export type { ReplayPorts, SendPorts } from "./send-again.ts";
export { replayDelivery, sendTest } from "./send-again.ts";
export { mayBeSignedInFor, readDailyAgain, readSignedIn, type SignedInPorts } from "./signed-in.ts";
export { summaryOf } from "./summary.ts";
export type { SummaryPorts } from "./todays-summary.ts";
export type { WatchOutcome, WatchPorts } from "./watch.ts";
export { renewAccount, watchAccount } from "./watch.ts";
