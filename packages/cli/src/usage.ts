import { inputError, type SaldovaktError } from "@saldovakt/domain";
import type { CommanderError } from "commander";

const CODES: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "COMMAND_UNKNOWN",
  "commander.unknownOption": "OPTION_UNKNOWN",
  "commander.missingArgument": "ARGUMENT_MISSING",
  "commander.excessArguments": "ARGUMENT_TOO_MANY",
  "commander.optionMissingArgument": "OPTION_WITHOUT_VALUE",
  "commander.missingMandatoryOptionValue": "OPTION_MISSING",
  "commander.invalidArgument": "ARGUMENT_INVALID",
};

/** What was typed where a command was expected may be an identity; what was given to an option that does not exist, a key. */
const harmless = (text: string): string => text.replace(/\d{5,}/g, "…").replace(/(--[\w-]+=).*'/, "$1…'");

/** A fault of how the command was typed, in this program's form. */
export function usageFault(error: CommanderError): SaldovaktError {
  const [first = "", suggestion = ""] = error.message.split("\n");
  const what = harmless(first.replace(/^error: /, "")).replace(/\.$/, "");
  const meant = /^\(Did you mean (.+)\?\)$/.exec(suggestion)?.[1];
  const remedy = meant ? `did you mean ${meant}?` : "see `saldovakt --help`, and `saldovakt COMMAND --help` for one command";
  return inputError(CODES[error.code] ?? "USAGE", what, remedy);
}
