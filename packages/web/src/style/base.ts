import { PALETTE_CSS } from "./palette.ts";

/** What pages and documentation share. Sizes follow the reader's own; nothing is loaded from elsewhere, fonts neither. */
export const BASE_CSS = `${PALETTE_CSS}
*,::before,::after{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue","Liberation Sans",Arial,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%;overflow-wrap:break-word}
body{margin:0;display:flex;flex-direction:column;min-height:100vh}
main{flex:1}
h1,h2,h3{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Cambria,"Liberation Serif",Georgia,serif;font-weight:600;line-height:1.2;text-wrap:balance;margin:0}
h1{font-size:clamp(1.75rem,1.4rem + 1.5vw,2.375rem);letter-spacing:-.01em}
h2{font-size:1.375rem}
h3{font-size:1.0625rem}
p,ul,ol,dl,dd,figure,table{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.14em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
table{border-collapse:collapse;width:100%}
th{font-weight:600;text-align:left}
code,.figures{font-variant-numeric:tabular-nums}
code,pre{font-family:ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9375em}
.wrap{width:100%;max-width:76rem;margin:0 auto;padding:0 clamp(min(1rem,5vw),4vw,2.5rem)}
.aside{color:var(--muted)}
.small{font-size:.875rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--accent);color:var(--accent-ink);padding:.5rem 1rem;border-radius:0 0 .375rem .375rem;z-index:1}
.skip:focus{top:0}
.site{background:var(--surface);border-bottom:1px solid var(--line)}
.site .wrap{display:flex;align-items:center;justify-content:space-between;gap:1.5rem;min-height:3.75rem;flex-wrap:wrap}
.brand{display:inline-flex;align-items:center;gap:.625rem;color:var(--ink);text-decoration:none;font:600 1.25rem/1 "Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Cambria,"Liberation Serif",Georgia,serif;padding:.5rem 0}
.brand svg{width:1.625rem;height:1.625rem;flex:none}
.brand .mark{fill:none;stroke:var(--accent);stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
.site nav ul{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.site nav a{color:var(--ink);text-decoration:none;padding:.5rem 0;display:inline-block}
.site nav a:hover{text-decoration:underline}
.site nav a[aria-current]{box-shadow:inset 0 -2px var(--accent)}
.foot{margin-top:4rem;border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}
.foot .wrap{padding-top:1.25rem;padding-bottom:2rem;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;justify-content:space-between}
.foot a,.foot [aria-current]{display:inline-block;padding:.25rem 0}
@media (pointer:coarse){.foot a,.foot [aria-current]{padding:.75rem 0}.site nav a,.brand{padding:.625rem 0}}
@media print{.site nav,.skip{display:none}html{background:#fff}}`;
