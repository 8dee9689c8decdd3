import { CHART_CSS } from "../chart/style.ts";
import { ACCOUNT_CSS } from "./account.ts";
import { BASE_CSS } from "./base.ts";
import { OMBUD_CSS } from "./ombud.ts";
import { OVERVIEW_CSS } from "./overview.ts";
import { PEOPLE_CSS } from "./people.ts";
import { PRINT_CSS } from "./print.ts";
import { TOOLS_CSS } from "./tools.ts";

export const PAGES_CSS = `${BASE_CSS}
${OVERVIEW_CSS}
${ACCOUNT_CSS}
${TOOLS_CSS}
${PEOPLE_CSS}
${OMBUD_CSS}
${CHART_CSS}
.spark{width:6.75rem;height:1.6875rem}
.spark .balance{stroke-width:2}
.spark .short{fill-opacity:.28}
${PRINT_CSS}
`;
