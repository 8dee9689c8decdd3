export { BUNDLING } from "./bundling.ts";
export type { Variable } from "./environment.ts";
export { FUNCTIONS, type FunctionContract, type FunctionName } from "./functions.ts";
