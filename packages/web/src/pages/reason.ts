import { type Forecast, knowsOfMore, severityOf } from "@saldovakt/domain";
import { REASON_TEXTS } from "../texts/reason.ts";
import type { View } from "./view.ts";

/** What makes an account pressing beside what is missing on it, the gravest first; estimates where nothing else does. */
export function reasonsOf(forecast: Forecast, view: View): readonly { readonly text: string; readonly grave: boolean }[] {
  const words = REASON_TEXTS[view.language];
  const money = (amount: number): string => view.money(Math.abs(amount) as Forecast["balance"], forecast.currency);
  const payout = forecast.warnings.find((warning) => warning.code === "PAYOUT_RISK");
  const certain = [
    ...(forecast.enforcementBalance < 0 ? [{ text: words.enforcement(money(forecast.enforcementBalance)), grave: true }] : []),
    ...(forecast.payoutRisk ? [{ text: words.payout(payout?.amount === undefined ? null : money(payout.amount)), grave: false }] : []),
    ...(knowsOfMore(forecast) ? [{ text: words.incomplete, grave: false }] : []),
    ...(forecast.stale ? [{ text: view.texts.stamp.stale, grave: false }] : []),
  ];
  const guessed = forecast.withEstimates?.shortfall ?? 0;
  if (certain.length > 0 || guessed <= 0 || forecast.payBy !== null || severityOf(forecast) !== "notice") return certain;
  return [{ text: words.estimated(money(guessed)), grave: false }];
}
