import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of `moto_server`, if it is installed. */
export function motoOnPath(): string | null {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    const program = join(directory, "moto_server");
    try {
      accessSync(program, constants.X_OK);
      return program;
    } catch {}
  }
  return null;
}

/** `moto_server` on a port of its own choice. */
export async function startMoto(program: string): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const server = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const kill = (): boolean => server.kill("SIGKILL");
  process.once("exit", kill);
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const running = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (running?.[1]) resolve(running[1]);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`moto_server ended at its start with ${code}: ${said}`)));
  });
  return {
    endpoint,
    stop: async () => {
      process.off("exit", kill);
      const gone = once(server, "exit");
      server.kill("SIGTERM");
      await gone;
    },
  };
}
