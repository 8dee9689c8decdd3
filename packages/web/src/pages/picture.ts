import type { Account, Forecast } from "@saldovakt/domain";
import { html } from "hono/html";
import { chart } from "../chart/chart.ts";
import { NARROW, WIDE } from "../chart/layout.ts";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";
import { type WhatIf, whatIfPart } from "./whatif.ts";

export interface Picture {
  readonly account: Account;
  readonly forecast: Forecast;
  readonly horizonDays: number;
  readonly whatIf: WhatIf | null;
  /** What a form that registers the payment carries; null for whoever may register none. */
  readonly once: string | null;
}

/** The balance ahead, with the form that moves it. Drawn twice, for screens of two widths: labels keep their size, and the style sheet shows one of them. */
export function pictureSection({ account, forecast, horizonDays, whatIf, once }: Picture, view: View): Markup {
  const words = view.texts.chart;
  const tried = whatIf?.tried?.forecast;
  const options = { name: account.name, language: view.language, horizonDays, ...(tried ? { whatIf: tried } : {}) };
  const keys = [
    html`<span class="key-balance">${forecast.source === "skatteverket" ? words.legendBalance : words.legendClaims}</span>`,
    forecast.shortfall > 0 ? html`<span class="key-missing">${words.legendMissing}</span>` : "",
    forecast.withEstimates ? html`<span class="key-estimated">${view.texts.estimates.legend}</span>` : "",
    tried ? html`<span class="key-tried">${view.texts.whatIf.legend}</span>` : "",
  ];
  return html`<section class="part" aria-labelledby="ahead"><h2 id="ahead">${forecast.source === "skatteverket" ? words.heading : words.headingClaims}</h2>
<div class="sheet"><figure class="picture"><div class="wide">${chart(forecast, { ...options, size: WIDE, id: "wide" })}</div><div class="narrow">${chart(forecast, { ...options, size: NARROW, id: "narrow" })}</div>
<figcaption class="legend">${keys}</figcaption></figure>${whatIfPart({ account, forecast, horizonDays, asked: whatIf, once }, view)}</div></section>`;
}
