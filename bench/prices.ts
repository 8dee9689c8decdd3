/**
 * AWS list prices in US dollars, Europe (Stockholm), eu-north-1. From AWS's published price pages as generally known in 2025; written down on 2026-11-22
 * without access to AWS's own price list. Prices change: check them at https://calculator.aws before you rely on a sum. Where Stockholm's own
 * figure was not known, the price of N. Virginia is taken times 1.074, the ratio of the two regions' prices for provisioned DynamoDB capacity.
 */
export const PRICES_KNOWN = "2025";

const MILLION = 1e6;
const TEN_THOUSAND = 1e4;
const STOCKHOLM = 1.074;

export const PRICES = {
  /** Lambda on arm64; the same in most regions. Init is charged like the rest. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / MILLION,
  /** DynamoDB on demand, standard table class. */
  dynamoRead: (0.125 * STOCKHOLM) / MILLION,
  dynamoWrite: (0.625 * STOCKHOLM) / MILLION,
  dynamoGbMonth: 0.25 * STOCKHOLM,
  dynamoRecoveryGbMonth: 0.2 * STOCKHOLM,
  /** Standard queues; any call, of up to ten messages. */
  sqsRequest: 0.4 / MILLION,
  kmsKeyMonth: 1,
  kmsRequest: 0.03 / TEN_THOUSAND,
  secretMonth: 0.4,
  secretRequest: 0.05 / TEN_THOUSAND,
  logGb: 0.5 * STOCKHOLM,
  logGbMonth: 0.03 * STOCKHOLM,
  /** A metric of ours for a month; by the hour in which it is published. */
  metricMonth: 0.3,
  /** For each metric an alarm looks at. */
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
  snsPublish: 0.5 / MILLION,
  snsEmail: 2 / 100_000,
  /** API Gateway's HTTP API; Ireland's price, the highest known of the EU. */
  httpRequest: 1.11 / MILLION,
  egressGb: 0.09,
} as const;

/** A text message to Sweden, each part; varies by operator and month. Not part of the table: what it comes to is a matter of choice. */
export const SMS_PART = 0.06;
