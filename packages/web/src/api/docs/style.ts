import { BASE_CSS } from "../../style/base.ts";

export const DOCS_CSS = `${BASE_CSS}
.docs{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:0 3.5rem}
.intro{grid-column:2;padding-top:2.5rem}
.intro p{max-width:42rem}
.intro h1+p,.intro p+p{margin-top:.75rem}
.contents{grid-column:1;grid-row:1/3;position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:2.5rem 0 2rem;font-size:.9375rem}
.contents h2{font-size:1rem;margin:1.25rem 0 .375rem}
.contents h2:first-child{margin-top:0}
.contents a{display:inline-block;padding:.1875rem 0;color:var(--ink);text-decoration:none}
.contents a:hover{text-decoration:underline}
.text{grid-column:2}
.text>section{margin-top:3rem}
.text section section{margin-top:1.75rem;padding:1.25rem 1.5rem 1.5rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem;scroll-margin-top:1rem}
.text p{max-width:42rem}
.text p+p,.text h2+p,.text h3+p,.text pre{margin-top:.75rem}
.text h4{margin:1.125rem 0 .25rem;font-size:.875rem;color:var(--muted);font-weight:600}
.text pre{background:var(--idle-tint);padding:.875rem 1rem;border-radius:.375rem;overflow-x:auto}
.address{display:flex;flex-wrap:wrap;align-items:baseline;gap:.375rem .625rem;margin-top:.375rem;overflow-wrap:anywhere}
.method{font:600 .8125rem/1 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--accent);color:var(--accent-ink);padding:.25rem .4375rem;border-radius:.25rem}
.text td,.text th{padding:.4375rem .75rem .4375rem 0;border-top:1px solid var(--line);vertical-align:baseline}
.text th{font-weight:400}
.text thead th{border-top:0;font-size:.875rem;color:var(--muted)}
.scroll{overflow-x:auto}
@media (max-width:54rem){.docs{grid-template-columns:minmax(0,1fr)}.intro,.contents,.text{grid-column:1;grid-row:auto}.intro{padding-top:1.5rem}.contents{position:static;max-height:none;padding:1.5rem 0 0}.text section section{padding:1rem 1.125rem}}`;
