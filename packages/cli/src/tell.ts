import type { SaldovaktError } from "@saldovakt/domain";
import type { World } from "./context.ts";
import { causeLines, exitStatus, faultLines } from "./fault.ts";

/** Prints a fault and gives the exit status it stands for. */
export function tell(fault: SaldovaktError, { stderr, env }: Pick<World, "stderr" | "env">): number {
  const [what = "", ...remedy] = faultLines(fault);
  stderr.lines(stderr.style("red", what), ...remedy, ...(env.SALDOVAKT_DEBUG ? causeLines(fault) : []));
  return exitStatus(fault);
}
