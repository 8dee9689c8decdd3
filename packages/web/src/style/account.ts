/** One account. */
export const ACCOUNT_CSS = `.crumb{padding-top:1.5rem;font-size:.9375rem}
.crumb a{display:inline-block;padding:.25rem 0}
.title{padding:.5rem 0 1.5rem}
.title .pill{margin-top:.75rem}
.title p{margin-top:.375rem}
.stale{color:var(--warning);font-weight:600}
.verdict{border-left:4px solid var(--ok);background:var(--surface);border-radius:0 .625rem .625rem 0;padding:1.25rem min(1.5rem,5vw);box-shadow:inset 0 0 0 1px var(--line)}
.verdict.unsure{border-left-color:var(--edge)}
.verdict.notice{border-left-color:var(--notice)}
.verdict.warning{border-left-color:var(--warning)}
.verdict.critical{border-left-color:var(--critical)}
.verdict+.verdict{margin-top:1rem}
.verdict h2{font-size:clamp(1.5rem,1.2rem + 1.6vw,2rem)}
.verdict.critical h2{color:var(--critical)}
.verdict.warning h2{color:var(--warning)}
.verdict p{margin-top:.375rem;font-size:1.0625rem}
.verdict p.small{font-size:.9375rem}
.figures-list{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,10rem),1fr));gap:1rem 2rem;padding:1.5rem 0 0}
.figures-list dt{color:var(--muted);font-size:.875rem}
.figures-list dd{font-size:1.125rem;font-variant-numeric:tabular-nums}
.part{margin-top:2.75rem}
.part>h2{margin-bottom:.875rem}
.part+.empty,.part+.verdict{margin-top:2.75rem}
.notes li{position:relative;padding:.75rem 1rem .75rem 1.125rem;background:var(--notice-tint);border-left:4px solid var(--notice);border-radius:0 .375rem .375rem 0}
.notes li+li{margin-top:.625rem}
.notes .todo{margin-top:.25rem;color:var(--muted)}
.notes li.grave{background:var(--critical-tint);border-left-color:var(--critical)}
.beside{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2rem}
.pay{padding:1.25rem min(1.5rem,5vw);display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem 2.5rem}
.alone .pay{grid-template-columns:minmax(15rem,5fr) 7fr}
.pay+.pay{border-top:1px solid var(--line)}
.pay dt{color:var(--muted);font-size:.875rem}
.pay dd+dt{margin-top:.625rem}
.copy{display:inline-block;user-select:all;-webkit-user-select:all;cursor:copy;background:var(--paper);border:1px solid var(--line);border-radius:.3125rem;padding:.125rem .5rem;font-family:ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:1.0625rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.pay details{margin-top:.75rem;font-size:.9375rem}
.pay summary{cursor:pointer;color:var(--accent);padding:.25rem 0}
.pay details dl{margin-top:.25rem}
.sums li{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.75rem 0;border-top:1px solid var(--line);align-items:center}
.sums li>*{max-width:100%}
.sums .when{flex:1 1 8.5rem}
.sums .bank{flex:1 1 100%;display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1.25rem;font-size:.9375rem}
.pay .code{margin-top:.375rem;flex:1 1 auto}
.pay .code img{display:block;margin:.5rem 0;background:#fff;padding:.375rem;border-radius:.375rem;max-width:100%;height:auto}
.alone .sums li:first-child{border-top:0;padding-top:0}
.sums .when{font-weight:600}
.sums .when small,.sums small{display:block;font-weight:400;color:var(--muted);font-size:.875rem}
.hint-line{padding:.75rem min(1.5rem,5vw);border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}
.picture{padding:1rem 1rem .5rem}
.picture .narrow{display:none}
.alone .picture .wide{max-width:52rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:.25rem .5rem .75rem;color:var(--muted);font-size:.875rem}
.legend span::before{content:"";display:inline-block;width:2rem;height:.625rem;margin-right:.5rem}
.legend .key-balance::before{height:0;border-top:3px solid var(--accent);vertical-align:.25em}
.legend .key-estimated::before{height:0;border-top:2px dashed var(--accent);vertical-align:.25em}
.legend .key-tried::before{height:0;border-top:3px dotted var(--ok);vertical-align:.25em}
.legend .key-missing::before{width:1rem;border-radius:1px;background:color-mix(in srgb,var(--critical) 22%,transparent);border:1px solid var(--critical)}
.ledger th,.ledger td{padding:.5rem .75rem;vertical-align:baseline}
@container (min-width:46rem){.dues td:first-child,.booked td:nth-child(2){overflow-wrap:anywhere;min-width:11rem}}
.ledger th:first-child,.ledger td:first-child{padding-left:1.5rem}
.ledger th:last-child,.ledger td:last-child{padding-right:1.5rem}
.ledger .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.ledger thead th{font-size:.875rem;color:var(--muted);font-weight:400;padding-top:.75rem}
.ledger .head th,.ledger .head td{border-top:1px solid var(--line);padding-top:.875rem;font-weight:600}
.ledger .row td{padding-top:.1875rem;padding-bottom:.1875rem;color:var(--muted)}
.ledger .row td:first-child{padding-left:2.5rem}
.ledger .row:last-child td{padding-bottom:.875rem}
.ledger .guess td{font-style:italic}
.ledger .guess .tag{font-style:normal}
.tag{display:inline-block;font-size:.75rem;font-weight:600;line-height:1.3;padding:.0625rem .4375rem;border-radius:.25rem;color:var(--idle);background:var(--idle-tint);vertical-align:.08em;white-space:nowrap}
.tag.late{color:var(--critical);background:var(--critical-tint)}
.told li{display:grid;grid-template-columns:minmax(9rem,auto) minmax(0,1fr);gap:.125rem 1.5rem;padding:.75rem min(1.5rem,5vw);border-top:1px solid var(--line)}
.told li:first-child{border-top:0}
.told form,.told small{display:block;margin-top:.375rem}
.told small{color:var(--muted);font-size:.875rem}
.told time{color:var(--muted);font-variant-numeric:tabular-nums}
.fold>summary{cursor:pointer;padding:.25rem 0}
.fold>summary h2{display:inline}
.fold[open]>summary{margin-bottom:.625rem}
.booked td{border-top:1px solid var(--line)}
.booked td:first-child{white-space:nowrap;color:var(--muted);width:1%}
.booked small{display:block;color:var(--muted)}
.note{padding:1rem min(1.5rem,5vw);color:var(--muted)}
@media (min-width:60rem){
.beside{grid-template-columns:minmax(22rem,28.5rem) minmax(0,1fr)}
.beside.even{grid-template-columns:repeat(2,minmax(0,1fr))}
.beside.even>.part:only-child{max-width:34rem}
}
@media (max-width:44rem){
.picture{padding:.75rem .25rem .25rem}
.picture .wide{display:none}
.picture .narrow{display:block;max-width:30rem;margin:0 auto}
.verdict,.pay,.hint-line,.note,.told li{padding-left:min(1.125rem,5vw);padding-right:min(1.125rem,5vw)}
.alone .pay{grid-template-columns:minmax(0,1fr)}
.told li{grid-template-columns:minmax(0,1fr)}
}
@container (max-width:46rem){
.dues,.dues tbody,.booked,.booked tbody{display:block}
.dues thead,.booked thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.dues tr,.booked tr{display:flex;flex-wrap:wrap;column-gap:1rem;padding:0 min(1.125rem,5vw)}
.dues th,.dues td,.booked td{display:block;flex:1 1 9rem;min-width:auto;max-width:100%;padding:0!important;border:0!important;overflow-wrap:break-word}
.dues .number,.booked .number{flex:0 1 auto;margin-left:auto;overflow-wrap:break-word;white-space:normal}
.dues .head{border-top:1px solid var(--line);padding-top:.875rem;margin-top:.625rem}
.dues tbody:first-of-type .head{border-top:0;margin-top:0}
.dues tbody:last-of-type .row:last-child{padding-bottom:.875rem}
.dues .head td.more{flex:1 1 100%;display:flex;flex-wrap:wrap;justify-content:flex-end;column-gap:1rem;font-weight:400}
.dues .head td.more::before{content:attr(data-label);color:var(--muted);margin-right:auto}
.dues .row td:first-child{padding-left:.625rem!important}
.dues .row td.more{display:none}
.booked .after{display:none}
.booked tr{padding-top:.625rem;padding-bottom:.625rem;border-top:1px solid var(--line)}
.booked td:first-child{flex-basis:100%;width:auto;font-size:.875rem}
.booked tr:first-child{border-top:0}
}`;
