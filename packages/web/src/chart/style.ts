/** The chart's look, for the pages' stylesheet and for the picture that stands by itself. */
export const CHART_CSS = `.chart{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
.chart text{fill:var(--muted);paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
.chart .grid{stroke:var(--line);stroke-width:1}
.chart .zero{stroke:var(--edge);stroke-width:1}
.chart .short{fill:var(--critical);fill-opacity:.16}
.chart .held{fill:var(--accent);fill-opacity:.09}
.chart .balance{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.chart .estimated{fill:none;stroke:var(--accent);stroke-width:2;stroke-dasharray:5 5;stroke-linejoin:round}
.chart .tried{fill:none;stroke:var(--ok);stroke-width:3.5;stroke-dasharray:.1 6;stroke-linejoin:round;stroke-linecap:round}
.chart .beyond{fill:var(--accent)}
.chart text.estimate-label{fill:var(--accent);font-style:italic}
.chart .due.guess{stroke-dasharray:2 2}
.chart .reserve{stroke:var(--notice);stroke-width:1.5;stroke-dasharray:2 4;stroke-linecap:round}
.chart text.reserve-label{fill:var(--notice)}
.chart .pay-line{stroke:var(--warning);stroke-width:1.5;stroke-dasharray:5 4}
.chart .pay-mark{fill:var(--warning)}
.chart text.pay-label{fill:var(--warning);font-weight:600}
.chart .due{fill:var(--surface);stroke:var(--accent);stroke-width:2}
.chart .due.uncovered{stroke:var(--critical);fill:var(--critical)}
.chart .tick{stroke:var(--edge);stroke-width:1}
.chart text.uncovered{fill:var(--critical);font-weight:600}`;
