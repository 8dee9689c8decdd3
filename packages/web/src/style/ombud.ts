/** Whose permission is missing. */
export const OMBUD_CSS = `.permission h3{margin:1rem 0 .375rem}
.permission .steps{margin:0 0 .75rem;padding-left:1.375rem;list-style:decimal}
.permission .steps li{margin:.25rem 0;overflow-wrap:anywhere}
.permission details{margin:.75rem 0}
.permission form{margin-top:1rem}
.copy-pair.whole{display:flex;flex-direction:column;align-items:flex-start;margin-top:.5rem}
.permission textarea{width:100%;font:inherit;font-size:.9375rem;line-height:1.45;user-select:text;-webkit-user-select:text;cursor:text;color:inherit;resize:vertical}
@media print{.permission{display:none}}`;
