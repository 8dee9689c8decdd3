import { readFileSync } from "node:fs";
import { inputError } from "@saldovakt/domain";
import { Command } from "commander";
import type { Context } from "./context.ts";
import { WIDTH } from "./table.ts";

/** Runs a command's work with the options it was given; the number it resolves to, if any, is the exit status. */
export type Run = (command: Command, work: (context: Context) => Promise<number | undefined>) => Promise<void>;

/** Adds one command, or one family of commands, to the program. */
export type Register = (program: Command, run: Run) => void;

/** The configuration that is meant where none is named. */
export const USUAL_CONFIGURATION = "saldovakt.json";

export const VERSION: string = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string })
  .version;

const AFTER = `
Exit status:
  0    all went well
  1    a fault in the program itself
  2    bad input or configuration, or a fault of the installation (keys, certificate, state)
  3    some accounts could not be read, or not now
  130  ended with Ctrl-C

Environment:
  NO_COLOR=1          no colour on a terminal either
  SALDOVAKT_DEBUG=1   adds the chain of causes to a fault, without secrets or personal data
  whatever the configuration names with env:NAME

Examples:
  $ saldovakt demo
  $ saldovakt forecast 165790000011 --json
  $ saldovakt watch --config /etc/saldovakt.json
  $ saldovakt serve --port 9000
`;

/** The whole command line, its work left to `run`. Nothing but commander is loaded until a command is carried out. */
export function createProgram(
  registers: readonly Register[],
  run: Run,
  write: { out(text: string): void; err(text: string): void },
): Command {
  const program = new Command("saldovakt")
    .description("Watches tax accounts, forecasts the balance before every due date, and says in time how much is missing.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help for a command")
    .helpCommand("help [command]", "print help for a command")
    .option("-c, --config <file>", "the configuration", USUAL_CONFIGURATION)
    .option("--today <date>", "the day to take for today, YYYY-MM-DD")
    .option("-v, --verbose", "tell more on standard error")
    .configureHelp({ showGlobalOptions: true, helpWidth: WIDTH })
    .configureOutput({ writeOut: write.out, writeErr: write.err, outputError: () => {} })
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText("after", AFTER);
  for (const register of registers) register(program, run);
  for (const command of program.commands) {
    describeAll(command);
    takeOnce(command);
  }
  return program;
}

/** An option that takes one value is refused a second: else the first would be dropped without a word. */
function takeOnce(command: Command): void {
  for (const option of command.options) {
    if (option.parseArg || !(option.required || option.optional)) continue;
    let given = false;
    option.argParser((value: string) => {
      if (given) throw inputError("OPTION_REPEATED", `${option.long} is given twice`, "give it once");
      given = true;
      return value;
    });
  }
  for (const each of command.commands) takeOnce(each);
}

/** A command whose summary says it all has it for its description. */
function describeAll(command: Command): void {
  const summary = command.summary();
  if (command.description() === "") command.description(`${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`);
  for (const each of command.commands) describeAll(each);
}
