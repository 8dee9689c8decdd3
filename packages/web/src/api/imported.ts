/** Apart, so that it is loaded with the first statement that is brought. */
export { importStatement } from "@saldovakt/service";
