/** On paper: what is known and what to pay, in black on white, without what is to be clicked. */
export const PRINT_CSS = `@media print{
.filter,.what-if,.foot-form,.copy-button,.code,.files,.crumb,.leaf,.foot nav,.told form,.registered .act,.hint-line,.by-link,.sums .bank{display:none!important}
body{display:block;font-size:10.5pt}
.sheet,.verdict,.totals dl{break-inside:avoid;border-color:var(--edge)}
.site{border-bottom:0}
.part{margin-top:1.25rem}
.beside,.beside.even{display:block}
a{color:inherit;text-decoration:none}
}`;
