import { createHash } from "node:crypto";
import { type Forecast, type Language, oneLine } from "@saldovakt/domain";
import { html, raw } from "hono/html";
import { PALETTE_CSS } from "../style/palette.ts";
import { chart } from "./chart.ts";
import { WIDE } from "./layout.ts";
import { CHART_CSS } from "./style.ts";

const STYLE = `${PALETTE_CSS}
${CHART_CSS}
.chart .ground{fill:var(--surface)}`;

/** Lets this one style sheet apply and nothing else happen, also where the picture is opened as a document of its own. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'`;

/** The chart as a picture of its own, light or dark as the reader's system asks, with the policy to serve it under. */
export function chartDocument(
  forecast: Forecast,
  account: { readonly name: string; readonly language: Language; readonly horizonDays: number },
): { readonly svg: string; readonly policy: string } {
  const before = html`<style>${raw(STYLE)}</style>
<rect class="ground" width="100%" height="100%"/>
`;
  const svg = String(chart(forecast, { ...account, name: oneLine(account.name), size: WIDE, id: "chart", before }));
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, policy: POLICY };
}
