/** On paper: what is known and what to pay, in black on white, without what is to be clicked. */
export const PRINT_CSS = `@page{margin:14mm}
@media print{
.filter,.what-if,.foot-form,.copy-button,.code,.files,.crumb,.leaf,.foot nav,.told form,.registered .act,.hint-line,.by-link,.sums .bank,.list .curve{display:none!important}
html{font-size:10pt}
body{display:block;font-size:10.5pt}
.figures-list{padding-top:.75rem}
.wrap{max-width:none;padding:0}
.masthead{padding:.75rem 0 1rem}
.totals{margin-bottom:1rem}
.foot{margin-top:.75rem}
.foot .wrap{padding:.375rem 0}
details:not([open]){display:none}
.sheet,.verdict,.totals dl,.list tr,.booked tr,.dues tbody,.told li,.notes li{break-inside:avoid;border-color:var(--edge)}
.sheet{overflow:visible}
.sheet:has(.list,.dues,.booked,.told,.pay){break-inside:auto}
.picture,.pay{break-inside:avoid}
h1,h2,h3,.bar{break-after:avoid}
.list{font-size:9pt}
.list th,.list td{padding:.375rem!important}
.list tbody th{min-width:11.5rem}
.pill{padding:0}
.pill::before,.legend .key-missing::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.pay,.alone .pay{grid-template-columns:minmax(13rem,5fr) 7fr;padding:.75rem 1rem}
.sums li:first-child{border-top:0;padding-top:0}
.picture .chart{max-width:38rem}
.site{border-bottom:0}
.part{margin-top:1.25rem}
.beside,.beside.even{display:block}
a{color:inherit;text-decoration:none}
}`;
