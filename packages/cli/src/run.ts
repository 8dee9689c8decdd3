import { toSaldovaktError } from "@saldovakt/domain";
import { CommanderError } from "commander";
import { COMMANDS } from "./commands/index.ts";
import { contextOf, type GlobalOptions, type World } from "./context.ts";
import { EXIT } from "./fault.ts";
import { createProgram } from "./program.ts";
import { tell } from "./tell.ts";
import { usageFault } from "./usage.ts";

/** Carries out one command line and resolves to the exit status. Whatever goes wrong is told on standard error; nothing is thrown. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  let status: number = EXIT.ok;
  const write = {
    out: (text: string) => world.stdout.lines(text.replace(/\n$/, "")),
    err: (text: string) => world.stderr.lines(text.replace(/\n$/, "")),
  };
  const program = createProgram(
    COMMANDS,
    async (command, work) => {
      status = (await work(contextOf(world, command.optsWithGlobals<GlobalOptions>()))) ?? EXIT.ok;
    },
    write,
  );
  if (argv.length === 0) {
    program.outputHelp();
    return EXIT.ok;
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return status;
  } catch (thrown) {
    world.stderr.passing(null);
    if (!(thrown instanceof CommanderError)) return tell(toSaldovaktError(thrown), world);
    // Help that was asked for is an answer; help printed because a subcommand is missing is a refusal.
    if (/^commander\.(help|helpDisplayed|version)$/.test(thrown.code)) return thrown.exitCode === 0 ? EXIT.ok : EXIT.refused;
    return tell(usageFault(thrown), world);
  }
}
