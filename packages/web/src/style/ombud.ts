/** Whose permission is missing, and the page for whoever is to give it. */
export const OMBUD_CSS = `.appoint{max-width:46rem;margin:0 auto}
.appoint .masthead{padding-bottom:0}
.pairs{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem}
.pairs>div{min-width:0}
.pairs dt{color:var(--muted);font-size:.875rem}
.way{display:flex;gap:1.5rem 2rem;align-items:flex-start}
.way>div{flex:1 1 auto;min-width:0}
.way .steps{margin:0 0 1.25rem;padding-left:1.375rem;list-style:decimal}
.way .steps li{margin:.375rem 0;overflow-wrap:anywhere}
.onward{display:block;margin:.5rem 0 .75rem}
.onward a.main{padding-top:.375rem;padding-bottom:.375rem}
.appoint .part>p+p{margin-top:.75rem}
.on-phone{flex:0 0 10rem;text-align:center;margin-top:.375rem}
.on-phone svg{display:block;width:10rem;height:10rem;border-radius:.375rem;margin-bottom:.375rem}
.dots{list-style:disc;padding-left:1.25rem}
.dots li{margin:.375rem 0}
@media (max-width:44rem){.on-phone{display:none}}
.permission h3{margin:1rem 0 .375rem}
.permission .steps{margin:0 0 .75rem;padding-left:1.375rem;list-style:decimal}
.permission .steps li{margin:.25rem 0;overflow-wrap:anywhere}
.permission details{margin:.75rem 0}
.permission form{margin-top:1rem}
.copy-pair.whole{display:flex;flex-direction:column;align-items:flex-start;margin-top:.5rem}
.permission textarea{width:100%;font:inherit;font-size:.9375rem;line-height:1.45;user-select:text;-webkit-user-select:text;cursor:text;color:inherit;resize:vertical}
@media print{.permission{display:none}}`;
