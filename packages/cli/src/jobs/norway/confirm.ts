import type { Readable, Writable } from "node:stream";
import { inputError } from "@saldovakt/domain";

/** Whether the user agrees. Throws `CONFIRMATION_MISSING` where nobody is there to be asked. */
export type Confirm = (question: string) => Promise<boolean>;

export const confirmHere: Confirm = async (question) => {
  if (process.stdin.isTTY === true && process.stderr.isTTY === true) return confirmOn(process.stdin, process.stderr)(question);
  throw inputError(
    "CONFIRMATION_MISSING",
    "this changes what stands in Altinn, and nobody is there to be asked",
    "look at the difference, and give --yes",
  );
};

/** Asks on a terminal; Ctrl-C and Enter alone mean no. */
export const confirmOn =
  (input: Readable, output: Writable): Confirm =>
  async (question) => {
    const { confirm } = await import("@clack/prompts");
    return (await confirm({ message: question, initialValue: false, input, output })) === true;
  };
