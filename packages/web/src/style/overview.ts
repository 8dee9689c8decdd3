/** The list of accounts. */
export const OVERVIEW_CSS = `.masthead{padding:2.5rem 0 1.75rem}
.masthead p{margin-top:.375rem}
.totals{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;margin-bottom:2.25rem}
.totals h2{font-family:inherit;font-size:.875rem;color:var(--muted);margin-bottom:.375rem}
.totals dl{display:flex;flex-wrap:wrap;background:var(--surface);border:1px solid var(--line);border-radius:.625rem;overflow:hidden}
.totals dl>div{flex:1 1 min(100%,9.5rem);max-width:100%;padding:1rem min(1.25rem,5vw);box-shadow:1px 0 var(--line),0 1px var(--line)}
.totals dt{color:var(--muted);font-size:.875rem}
.totals dd{font-size:clamp(1.0625rem,.85rem + .9vw,1.3125rem);line-height:1.35;font-variant-numeric:tabular-nums}
.totals dd.lacking{color:var(--critical);font-weight:600}
.totals dd small{display:block;font-size:.875rem;color:var(--muted)}
.bar{display:flex;flex-wrap:wrap;align-items:end;justify-content:space-between;gap:1rem;margin-bottom:.875rem}
.filter{display:flex;flex-wrap:wrap;align-items:end;gap:.625rem}
.filter label{display:block;font-size:.875rem;color:var(--muted);margin-bottom:.25rem}
.filter input{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.375rem;padding:.4375rem .75rem;width:min(18rem,60vw);height:2.75rem}
.filter button{font:inherit;font-weight:600;color:var(--accent-ink);background:var(--accent);border:1px solid var(--accent);border-radius:.375rem;padding:0 1.125rem;height:2.75rem;cursor:pointer}
.filter a{padding:.5625rem .25rem}
.statuses{margin-bottom:.875rem}
.statuses ul{display:flex;flex-wrap:wrap;gap:0 1.25rem}
.statuses a{display:inline-block;padding:.375rem 0}
.statuses a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none;box-shadow:inset 0 -2px var(--accent)}
.hint{background:var(--notice-tint);color:var(--notice);padding:.625rem 1rem;border-radius:.375rem;margin-bottom:1rem}
.sheet{background:var(--surface);border:1px solid var(--line);border-radius:.625rem;overflow-x:auto;container-type:inline-size}
.list th,.list td{padding:.625rem .75rem;vertical-align:baseline;border-top:1px solid var(--line)}
.list thead th{border-top:0;font-size:.875rem;color:var(--muted);font-weight:400;padding-top:.75rem;padding-bottom:.625rem;vertical-align:bottom}
.list th:first-child,.list td:first-child{padding-left:1.25rem;width:1%}
.list th:last-child,.list td:last-child{padding-right:1.25rem}
.list .curve{width:6.75rem;vertical-align:middle}
.list .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.list tbody th{font-weight:400;overflow-wrap:anywhere;min-width:13rem}
.totals dd a{display:inline-block;max-width:100%;padding:.125rem 0;margin:-.125rem 0}
.list tbody th a{display:block;width:fit-content;max-width:100%;padding:.125rem 0;margin:-.125rem 0;font-weight:600;color:var(--ink);text-decoration-color:var(--edge)}
.list tbody th a:hover{color:var(--accent)}
.list small{display:block;font-size:.8125rem;color:var(--muted);font-weight:400}
.list small.reason{color:var(--ink)}
.list small.lacking{color:var(--critical);font-weight:600}
.list td.day{white-space:nowrap}
.list td.day small{white-space:normal}
.lacking{color:var(--critical);font-weight:600}
.empty{padding:3rem 1.5rem;text-align:center}
.pill{display:inline-flex;align-items:center;gap:.4375rem;font-size:.8125rem;font-weight:600;line-height:1;padding:.375rem .625rem .375rem .5625rem;border-radius:1rem;white-space:nowrap}
.pill::before{content:"";width:.5625rem;height:.5625rem;flex:none;background:currentColor;border-radius:50%}
.pill.critical{color:var(--critical);background:var(--critical-tint)}
.pill.critical::before{border-radius:1px;transform:rotate(45deg)}
.pill.warning{color:var(--warning);background:var(--warning-tint)}
.pill.warning::before{border-radius:0;clip-path:polygon(50% 0,100% 100%,0 100%)}
.pill.notice{color:var(--notice);background:var(--notice-tint)}
.pill.ok{color:var(--ok);background:var(--ok-tint)}
.pill.ok::before{border-radius:0;clip-path:polygon(14% 44%,0 60%,38% 100%,100% 18%,84% 4%,36% 68%)}
.pill.unread{color:var(--idle);background:var(--idle-tint)}
.pill.unread::before{background:none;border:2px solid}
.leaf{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:1.25rem 0}
.leaf a,.leaf .gone{display:inline-block;padding:.5rem 0;min-width:6rem}
.leaf :last-child{text-align:right}
.leaf .gone{visibility:hidden}
@container (max-width:68rem){
.list .curve{display:none}
.list th,.list td{padding-left:.5rem;padding-right:.5rem}
.list tbody th{min-width:11rem}
}
@media screen{
@container (max-width:57rem){
.list,.list tbody{display:block}
.list thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.list tbody tr{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,8.75rem),1fr));gap:.5rem .75rem;padding:1rem min(.875rem,5vw);border-top:1px solid var(--line)}
.list tbody tr:first-child{border-top:0}
.list tbody th,.list tbody td{display:block;border:0;padding:0!important;width:auto!important;min-width:0}
.list tbody td.number,.list tbody td.day{text-align:left;white-space:normal}
.list tbody td[data-label]::before{content:attr(data-label);display:block;font-size:.8125rem;color:var(--muted);font-weight:400}
.list tbody th{grid-column:1/-1;grid-row:2;font-size:1.0625rem;overflow-wrap:break-word}
.list tbody td:first-child{grid-row:1;grid-column:1/-1}
.list tbody td.curve{grid-row:1;grid-column:1/-1;justify-self:end}
.list tbody td.void{display:none}
}
@container (min-width:17rem) and (max-width:57rem){
.list tbody td.curve{display:block}
}
}`;
