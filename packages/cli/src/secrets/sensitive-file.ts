import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { inputError, SaldovaktError } from "@saldovakt/domain";
import type { Context } from "../context.ts";

/** No key, certificate or secret is longer; it keeps a mistyped name from filling the memory. */
const LONGEST = 1_000_000;

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  EISDIR: "is a folder",
};

/**
 * The bytes of a file that holds something secret, with a warning when others may read it too. `name` is relative to where the command was
 * started. Throws `FILE_UNREADABLE`.
 */
export async function readSensitive(context: Pick<Context, "cwd" | "stderr">, option: string, name: string): Promise<Buffer> {
  try {
    const file = await open(resolve(context.cwd, name));
    try {
      const about = await file.stat();
      if (about.size > LONGEST) throw unreadable(option, "is too large to be what it should be");
      if (about.isFile() && process.platform !== "win32" && (about.mode & 0o077) !== 0) {
        const mode = (about.mode & 0o777).toString(8);
        context.stderr.lines(`note: others than you may read the file of ${option} (mode ${mode}); make it 600, or delete it afterwards`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    throw unreadable(option, FAULTS[code ?? ""] ?? `cannot be read${code ? ` (${code})` : ""}`);
  }
}

const unreadable = (option: string, what: string): SaldovaktError =>
  inputError("FILE_UNREADABLE", `the file of ${option} ${what}`, "check its name; it is relative to the folder you are in");

/** A text given by reference: `file:NAME`, or `-` for standard input. Throws `REFERENCE_NEEDED`, which does not repeat what was typed. */
export async function readReferred(context: Pick<Context, "cwd" | "stderr" | "stdin">, option: string, reference: string): Promise<string> {
  if (reference === "-") return context.stdin();
  if (/^file:./.test(reference)) return (await readSensitive(context, option, reference.slice("file:".length))).toString("utf8");
  throw inputError("REFERENCE_NEEDED", `${option} takes no secret itself`, "write file:NAME, or - for standard input");
}
