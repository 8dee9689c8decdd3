export type { Action, Need } from "./access/actions.ts";
export { ACTIONS, CHANGES } from "./access/actions.ts";
export type { AuditRecord } from "./access/audit.ts";
export type { ChangeCode } from "./access/changes.ts";
export { CHANGE_CODES } from "./access/changes.ts";
export type { Permit, Refusal, RefusalCode } from "./access/may.ts";
export { may, mayForAll, reachesAll } from "./access/may.ts";
export type { AccountGroup, Invitation, User, Versioned } from "./access/people.ts";
export type { Group, GroupId, Membership, Principal, PrincipalKind, Reach, Role, Scope, UserId } from "./access/principal.ts";
export { groupId, isGroupId, isUserId, ROLES, reachOf, SCOPES, userId } from "./access/principal.ts";
export { checkedAccess } from "./access.ts";
export type {
  Account,
  AccountAccess,
  AccountId,
  Appointing,
  AskedPermission,
  ClientLink,
  PayFrom,
  ReadPermission,
  Revision,
  SystemUserReference,
} from "./account.ts";
export { accountId, isAccountId } from "./account.ts";
export { acknowledge } from "./acknowledge.ts";
export type { Alert, AlertType } from "./alert.ts";
export { bankDaysAfter, bankDaysBefore, bankDaysBetween, isBankDay } from "./bankdays.ts";
export { luhnDigit, luhnValid, MOD11_WEIGHTS, mod11Digit } from "./checkdigit.ts";
export type { Instant, PlainDate, Zone } from "./dates.ts";
export {
  addDays,
  dateIn,
  dayNumber,
  dayOf,
  daysBetween,
  earlier,
  epochMs,
  fromDayNumber,
  instant,
  later,
  monthOf,
  parseStamp,
  plainDate,
  secondOfDay,
  weekday,
  yearOf,
  ymd,
  zoned,
} from "./dates.ts";
export type { CollectionStep, DeficitOutlook } from "./deficit.ts";
export { COLLECTION_LIMITS } from "./deficit.ts";
export type { AccountReference, AlertDocument, ForecastDocument, PaymentDocument } from "./document.ts";
export { alertDocument, forecastDocument, paymentDocument } from "./document.ts";
export type { NorwegianDueDate, NorwegianDueKind } from "./duedates.ts";
export { nextSwedishDueDate, norwegianDueDates, swedishDueDates } from "./duedates.ts";
export type { Episode, EpisodeKind, Remembered } from "./episode.ts";
export { NOTHING_REMEMBERED } from "./episode.ts";
export type { FaultDetails, FaultScope, FaultTable } from "./errors.ts";
export { faultsOf, inputError, SaldovaktError, toSaldovaktError } from "./errors.ts";
export type { EstimatedKind, EstimateInput } from "./estimate.ts";
export { ESTIMATED_KINDS, estimateCharges } from "./estimate.ts";
export type { AdvisedPayment, DueDate, Forecast, ForecastCharge } from "./forecast.ts";
export { forecast } from "./forecast.ts";
export type { EstimatedFigures, EstimatedOutlook } from "./forecast-estimates.ts";
export { decidedOnly } from "./forecast-estimates.ts";
export type { Country, Holiday } from "./holidays.ts";
export { isPublicHoliday, publicHolidays } from "./holidays.ts";
export { bicValid, ibanValid } from "./iban.ts";
export type { Identity } from "./identity.ts";
export { maskIdentity, parseIdentity } from "./identity.ts";
export type { Rate, RateStep, SwedishRates } from "./interest.ts";
export { NORWEGIAN_LATE_RATE, projectInterest, rateOn, SWEDISH_BASE_RATE, swedishRates } from "./interest.ts";
export type { Judgement } from "./judge.ts";
export { judge } from "./judge.ts";
export { CERTIFICATE_REMINDERS, judgeCertificate, judgeDenied, judgeFailed, readAgain } from "./judge-fault.ts";
export type { LateTerms } from "./late.ts";
export { costOfPayingLate, lateTerms } from "./late.ts";
export type { Mailbox } from "./mailbox.ts";
export { isMailAddress, parseMailbox } from "./mailbox.ts";
export type { AmountDocument, Currency, Minor } from "./money.ts";
export {
  add,
  amountDocument,
  formatDecimal,
  fromWhole,
  larger,
  minor,
  negate,
  parseDecimal,
  smaller,
  subtract,
  sum,
  ZERO,
} from "./money.ts";
export type {
  BookedRow,
  Charge,
  ChargeKind,
  EstimateBasis,
  Observation,
  Payee,
  PayoutBlock,
  PayoutSettings,
  SourceName,
  Warning,
} from "./observation.ts";
export { COUNTRY_OF, CURRENCY_OF, ZONE_OF } from "./observation.ts";
export type { Appointee, Appointment, AppointmentState, OwnerKind } from "./ombud.ts";
export {
  appointeeOf,
  appointmentOf,
  clientLinkOf,
  forClient,
  NO_APPOINTEE,
  NOT_AUTHORISED,
  OMBUD_SERVICE_URL,
  ownerKind,
  permissionGiven,
  permissionRefused,
} from "./ombud.ts";
export { payeeDoubtful, printedNumber } from "./payee.ts";
export type { RegisteredPayment } from "./payment.ts";
export { countsPayments, recognisePayments } from "./payment.ts";
export type { PayoutRisk } from "./payout.ts";
export { PAYOUT_LIMIT, payoutMatters } from "./payout.ts";
export type { InstallationPolicy, Language, Policy, PolicyOverrides } from "./policy.ts";
export { DEFAULT_POLICY, installationLanguage, PAY_DAYS_BEFORE, policyOf, UNSTATED_POLICY } from "./policy.ts";
export { bankgiroValid, kidMod10, kidMod11, kidValid, norwegianAccountValid, ocrFor, ocrValid } from "./reference.ts";
export type { Severity } from "./severity.ts";
export { knownByStatement, knowsOfMore, severityOf } from "./severity.ts";
export { READ_BY_SIGN_IN, signedInOn } from "./sign-in.ts";
export { testAlert } from "./test-alert.ts";
export type { AlertTexts, TextOptions } from "./text/alert.ts";
export { alertLetter, alertTexts } from "./text/alert.ts";
export { formatAmount, formatMoment, longDay, shortDay } from "./text/format.ts";
export { SMS_SEPTETS, septets, toGsm7 } from "./text/gsm7.ts";
export type { Letter, LetterFact, LetterFigure, LetterPart, LetterRow } from "./text/letter.ts";
export { letterText } from "./text/letter.ts";
export type { AppointmentText, ClientLetter } from "./text/ombud.ts";
export { appointmentText, ombudLetter, organisationText } from "./text/ombud.ts";
export { oneLine, toAscii } from "./text/plain.ts";
export { underWayText, warningText } from "./text/warning.ts";
