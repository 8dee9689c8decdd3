/** People, groups and the log. */
export const PEOPLE_CSS = `.people>*{padding:1rem min(1.5rem,5vw);margin:0}
.people>*+*{border-top:1px solid var(--line)}
.people .line{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.person h3{overflow-wrap:anywhere}
.person summary{cursor:pointer;color:var(--accent);padding:.375rem 0}
.person .fields{padding:.75rem 0}
.acts{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-top:.75rem}
.acts>*{max-width:100%}
.acts p{flex:1 1 100%}
.fields fieldset{border:0;padding:0;margin:0}
.fields legend{font-size:.875rem;color:var(--muted);margin-bottom:.25rem;padding:0}
.fields .box{display:flex;align-items:center;gap:.5rem;min-height:2rem;overflow-wrap:anywhere}
.user{margin-top:1rem}
.picker summary{cursor:pointer;color:var(--accent);padding:.375rem 0}
.picker summary small{color:var(--muted)}
.picker .field{margin:.375rem 0 .625rem;max-width:24rem}
.picks{max-height:20rem;overflow-y:auto;border:1px solid var(--edge);border-radius:.375rem;padding:.375rem .75rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:0 1.25rem}
.picks .box{align-items:flex-start;padding:.25rem 0}
.picks input{flex:none;margin-top:.25rem}
.picks span{min-width:0}
.fields ul.small{margin:.375rem 0 0;padding-left:1.125rem}
.terms>*+*{margin-top:.75rem}
.gate h1+form{margin-top:1.25rem}
.take-file{margin:1rem 0}
.part>.sheet+form,.part>.aside+.sheet{margin-top:1rem}
.wide{overflow-x:auto}
.wide .small-table{width:100%}
.filter select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.375rem;padding:.4375rem .75rem;min-height:2.75rem;max-width:100%}
@media (max-width:44rem){
.people>*{padding-left:min(1.125rem,5vw);padding-right:min(1.125rem,5vw)}
}
@container (min-width:62rem){
.log td{overflow-wrap:anywhere;min-width:8rem}
.log td:first-child{white-space:nowrap}
.log td:nth-child(2){min-width:13.5rem}
.log td:nth-child(3){min-width:12rem}
.log td:nth-child(4){min-width:15rem}
}
@container (max-width:62rem){
.log,.log tbody,.log tr,.log td{display:block}
.log{min-width:0}
.log thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.log tr{padding:.75rem 0}
.log tbody tr:first-child{border-top:0;padding-top:0}
.log td{padding:.125rem 0}
.log td::before{content:attr(data-label);display:block;font-size:.8125rem;color:var(--muted)}
.log td.void{display:none}
}`;
