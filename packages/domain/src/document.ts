import type { Account } from "./account.ts";
import type { Alert } from "./alert.ts";
import type { AdvisedPayment, DueDate, Forecast, ForecastCharge } from "./forecast.ts";
import type { EstimatedFigures, EstimatedOutlook } from "./forecast-estimates.ts";
import { type AmountDocument, amountDocument, type Currency } from "./money.ts";
import type { Payee } from "./observation.ts";
import type { Language } from "./policy.ts";
import { underWayText, warningText } from "./text/warning.ts";

/** The contract's JSON of a forecast, an alert and their parts. Names here are public: added to, never renamed. */

export type AccountReference = Pick<Account, "id" | "source" | "name">;

const accountDocument = (account: AccountReference) => ({ id: account.id, source: account.source, name: account.name });

function payeeDocument(payTo: Payee) {
  return {
    scheme: payTo.scheme,
    number: payTo.number,
    name: payTo.name,
    reference: payTo.reference,
    referenceType: payTo.referenceType,
    ...(payTo.iban ? { iban: payTo.iban } : {}),
    ...(payTo.bic ? { bic: payTo.bic } : {}),
  };
}

export interface PaymentDocument {
  readonly amount: AmountDocument;
  readonly payBy: string;
  readonly payTo: ReturnType<typeof payeeDocument>;
}

export function paymentDocument(payment: AdvisedPayment, currency: Currency): PaymentDocument {
  return {
    amount: amountDocument(currency, payment.amount),
    payBy: payment.payBy,
    payTo: payeeDocument(payment.payTo),
  };
}

function chargeDocument(charge: ForecastCharge, currency: Currency, language: Language) {
  return {
    text: charge.underWay ? underWayText(language) : charge.text,
    amount: amountDocument(currency, charge.amount),
    ...(charge.decidedOn ? { decidedOn: charge.decidedOn } : {}),
    ...(charge.dueDate ? { dueDate: charge.dueDate } : {}),
    estimated: charge.estimated,
    ...(charge.low === undefined ? {} : { low: amountDocument(currency, charge.low) }),
    ...(charge.high === undefined ? {} : { high: amountDocument(currency, charge.high) }),
    ...(charge.basis === undefined ? {} : { basis: charge.basis }),
    ...(charge.underWay ? { underWay: true } : {}),
  };
}

const estimatedFigures = ({ change, balanceAfter, shortfall }: EstimatedFigures, currency: Currency) => ({
  change: amountDocument(currency, change),
  balanceAfter: amountDocument(currency, balanceAfter),
  shortfall: amountDocument(currency, shortfall),
});

const estimatedOutlook = ({ lowest, shortfall, payBy }: EstimatedOutlook, currency: Currency) => ({
  lowest: { date: lowest.date, balance: amountDocument(currency, lowest.balance) },
  shortfall: amountDocument(currency, shortfall),
  payBy,
});

const dueDateDocument = (entry: DueDate, currency: Currency, language: Language) => ({
  dueDate: entry.dueDate,
  overdue: entry.overdue,
  charges: entry.charges.map((charge) => chargeDocument(charge, currency, language)),
  change: amountDocument(currency, entry.change),
  balanceAfter: amountDocument(currency, entry.balanceAfter),
  shortfall: amountDocument(currency, entry.shortfall),
  payments: entry.payments.map((payment) => paymentDocument(payment, currency)),
  ...(entry.withEstimates ? { withEstimates: estimatedFigures(entry.withEstimates, currency) } : {}),
});

export type ForecastDocument = ReturnType<typeof forecastDocument>;

/** The forecast as `GET /v1/accounts/{id}/forecast` and `saldovakt forecast --json` give it. Holds the reference number: never log it. */
export function forecastDocument(forecast: Forecast, account: AccountReference, language: Language) {
  const { currency } = forecast;
  return {
    account: accountDocument(account),
    today: forecast.today,
    readAt: forecast.readAt,
    asOf: forecast.asOf,
    stale: forecast.stale,
    balance: amountDocument(currency, forecast.balance),
    enforcementBalance: amountDocument(currency, forecast.enforcementBalance),
    accruedInterest: amountDocument(currency, forecast.accruedInterest),
    reserve: amountDocument(currency, forecast.reserve),
    nextReconciliation: forecast.nextReconciliation,
    dueDates: forecast.dueDates.map((entry) => dueDateDocument(entry, currency, language)),
    lowest: { date: forecast.lowest.date, balance: amountDocument(currency, forecast.lowest.balance) },
    shortfall: amountDocument(currency, forecast.shortfall),
    payBy: forecast.payBy,
    ...(forecast.withEstimates ? { withEstimates: estimatedOutlook(forecast.withEstimates, currency) } : {}),
    warnings: forecast.warnings.map((warning) => ({ code: warning.code, text: warningText(warning, currency, language) })),
  };
}

export type AlertDocument = ReturnType<typeof alertDocument>;

/** The alert as webhooks carry it. `forecastUrl` is null where no public address is configured. */
export function alertDocument(alert: Alert, account: AccountReference, forecastUrl: string | null) {
  const { currency } = alert;
  return {
    type: alert.type,
    timestamp: alert.at,
    data: {
      account: accountDocument(account),
      dueDate: alert.dueDate,
      shortfall: amountDocument(currency, alert.shortfall),
      payments: alert.payments.map((payment) => paymentDocument(payment, currency)),
      severity: alert.severity,
      episode: `${account.id}:${alert.episode}`,
      forecastUrl,
      balance: amountDocument(currency, alert.balance),
      missing: amountDocument(currency, alert.missing),
      ...(alert.missingBefore === undefined ? {} : { missingBefore: amountDocument(currency, alert.missingBefore) }),
      ...(alert.enforcementBalance === undefined ? {} : { enforcementBalance: amountDocument(currency, alert.enforcementBalance) }),
      ...(alert.deficit === undefined
        ? {}
        : {
            deficit: {
              since: alert.deficit.since,
              interestSoFar: amountDocument(currency, alert.deficit.interestSoFar),
              estimatedInterestPerDay: amountDocument(currency, alert.deficit.interestPerDay),
              nextStep: alert.deficit.nextStep,
              nextStepOn: alert.deficit.nextStepOn,
            },
          }),
      ...(alert.payoutRisk === undefined ? {} : { payoutAtRisk: amountDocument(currency, alert.payoutRisk.amount) }),
      ...(alert.asOf === undefined ? {} : { asOf: alert.asOf }),
      ...(alert.fault === undefined ? {} : { fault: alert.fault }),
      ...(alert.validTo === undefined ? {} : { validTo: alert.validTo }),
    },
  };
}
