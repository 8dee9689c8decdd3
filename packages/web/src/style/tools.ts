/** Forms and what they answer with: signing in, trying a payment, registering one, handing in a statement. */
export const TOOLS_CSS = `.by-link{background:var(--notice-tint);color:var(--notice)}
.by-link span{display:block;max-width:76rem;margin:0 auto;padding:.625rem clamp(min(1rem,5vw),4vw,2.5rem);font-size:.9375rem}
.languages{display:flex;flex-wrap:wrap;gap:0 1rem}
.site .plain{font:inherit;background:none;border:0;color:var(--ink);padding:.5rem 0;cursor:pointer}
.site .plain:hover{text-decoration:underline}
.field label{display:block;font-size:.875rem;color:var(--muted);margin-bottom:.25rem}
.field input,.field select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.375rem;padding:.4375rem .75rem;width:100%;min-height:2.75rem}
.field input[type=file]{padding:.5rem}
.field input[aria-invalid=true]{border-color:var(--critical);box-shadow:inset 0 0 0 1px var(--critical)}
a.main{display:inline-flex;align-items:center;text-decoration:none}
button.main,a.main{font:inherit;font-weight:600;color:var(--accent-ink);background:var(--accent);border:1px solid var(--accent);border-radius:.375rem;padding:0 min(1.125rem,4vw);min-height:2.75rem;cursor:pointer}
button.quiet{font:inherit;font-size:.9375rem;font-weight:600;color:var(--accent);background:var(--surface);border:1px solid var(--edge);border-radius:.375rem;padding:.25rem min(.75rem,3vw);min-height:2rem;cursor:pointer}
button.quiet:hover{border-color:var(--accent)}
.wrong{color:var(--critical);font-size:.9375rem;margin-top:.25rem}
.gate{max-width:29rem;margin:0 auto;padding:3rem 0 1rem}
.gate h1+p{margin:.5rem 0 1.25rem}
.fields{padding:1.5rem min(1.5rem,5vw);display:grid;gap:1.125rem}
.fields>*{min-width:0}
.fields .wrong{margin-top:0}
.fields p.small{margin-bottom:.375rem}
.row-fields{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.75rem 1rem;margin-top:.75rem}
.row-fields .field{flex:1 1 9.5rem;max-width:14rem}
.field input[type=date]{min-width:min(100%,10.5rem);padding-right:.5rem}
.row-fields button{margin-top:1.5625rem}
.row-fields .clear{margin-top:1.5625rem;padding:.5rem 0}
.row-fields .whole{flex:1 1 100%;margin:0}
.foot-form{padding:1.125rem min(1.5rem,5vw) 1.375rem;margin:0;border-top:1px solid var(--line)}
.foot-form .field{flex:1 1 7.5rem;max-width:11rem}
.foot-form .field:has([type=date]){flex-basis:10.5rem}
.foot-form button{margin-top:0;align-self:flex-end}
.what-if{padding:1.125rem min(1.5rem,5vw) 1.5rem;border-top:1px solid var(--line)}
.compare{margin-top:1.125rem}
.compare p,.compare form{margin-top:.625rem}
.small-table{width:auto;min-width:min(100%,24rem)}
.small-table th,.small-table td{padding:.3125rem 1.5rem .3125rem 0;vertical-align:baseline}
.small-table thead th{font-size:.875rem;color:var(--muted);font-weight:400}
.small-table tbody th{font-weight:400}
.small-table tbody tr{border-top:1px solid var(--line)}
.small-table .number{text-align:right;padding-right:0;padding-left:1.5rem;font-variant-numeric:tabular-nums}
.padded{padding:1.125rem min(1.5rem,5vw) 1.375rem}
.padded .small-table{width:100%}
.padded>*+*{margin-top:.75rem}
.copy-pair{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.375rem;max-width:100%}
.copy-button{font:inherit;font-size:.8125rem;font-weight:600;line-height:1.2;color:var(--accent);background:none;border:1px solid var(--line);border-radius:.3125rem;padding:.25rem .5rem;min-height:1.75rem;cursor:pointer}
.copy-button:hover{border-color:var(--accent)}
.copy-button.done{color:var(--ok);border-color:var(--ok)}
button{max-width:100%}
[hidden]{display:none!important}
.registered td{border-top:1px solid var(--line)}
.registered small{display:block;color:var(--muted)}
.registered .act{text-align:right;width:1%;white-space:nowrap}
.take{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
.take>div{min-width:0;padding:1.125rem min(1.5rem,5vw) 1.25rem;box-shadow:-1px 0 var(--line),0 -1px var(--line)}
.take p{margin-top:.25rem}
.take form,.take a{display:inline-block;max-width:100%;margin-top:.5rem}
.single dt{color:var(--muted);font-size:.875rem}
.import{max-width:46rem}
.drop{border:1px dashed var(--edge);border-radius:.5rem;padding:1rem}
.drop.over{border-color:var(--accent);background:var(--notice-tint)}
@media (pointer:coarse){
.copy-button{min-height:2.75rem;padding:.25rem .75rem}
button.quiet,.site .plain,a.main,.fields .box{min-height:2.75rem}
summary{padding-top:.6875rem!important;padding-bottom:.6875rem!important}
.list tbody th a{padding:.5rem 0;margin:-.375rem 0}
.statuses a,.crumb a,.bank a,.hint-line a,.take a,.take-file a{display:inline-block;padding:.5rem 0}
}
@media (max-width:44rem){
.site nav ul{gap:1.125rem}
.what-if,.foot-form,.padded,.take>div{padding-left:min(1.125rem,5vw);padding-right:min(1.125rem,5vw)}
.row-fields .field,.foot-form .field,.foot-form .field:has([type=date]){max-width:100%;flex-basis:100%}
.row-fields button,.row-fields .clear{margin-top:0}
.small-table{width:100%}
}
@container (max-width:30rem){
.small-table:not(.log),.small-table:not(.log)>*,.registered,.registered tbody{display:block}
.small-table:not(.log){min-width:0}
.compared thead,.registered thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.small-table:not(.log) tr,.registered tr{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.4375rem 0}
.small-table:not(.log) :is(th,td),.registered td{display:block;flex:1 1 7rem;max-width:100%;padding:0!important;border:0!important;text-align:left!important}
.small-table:not(.compared,.log) .number{flex:0 1 auto;margin-left:auto}
.compared tr{align-items:end;column-gap:.5rem!important}
.small-table.compared tbody th{flex-basis:100%;font-weight:600}
.compared td::before,.registered td::before{content:attr(data-label);display:block;font-size:.8125rem;color:var(--muted);font-weight:400}
.registered tr{padding:.75rem min(1.125rem,5vw);border-top:1px solid var(--line)}
.registered tr:first-child{border-top:0}
.registered .act{flex:1 1 100%;width:auto;margin-top:.5rem}
.registered .act:empty{display:none}
}`;
