import { styleText } from "node:util";
import { fit } from "./table.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** Where a command writes: results on one of these, everything for people watching on the other. */
export interface Output {
  /** A terminal with somebody before it, not a file or another program. */
  readonly terminal: boolean;
  lines(...lines: readonly string[]): void;
  /** The text coloured where colour is wanted: on a terminal, unless NO_COLOR says otherwise. */
  style(style: Style, text: string): string;
  /** One line that the next one replaces, on a terminal only; null takes it away. */
  passing(text: string | null): void;
}

const CLEAR_LINE = "\r\u001b[K";

export function streamOutput(stream: NodeJS.WriteStream): Output {
  const terminal = stream.isTTY === true;
  let shown = false;
  let told = false;
  const clear = (): void => {
    if (shown) stream.write(CLEAR_LINE);
    shown = false;
  };
  // A reader that has read enough (`| head`) must not end the work: what it was not told is still done and recorded.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || told) return;
    told = true;
    process.once("exit", () => {
      process.exitCode = 1;
    });
    if (stream !== process.stderr)
      process.stderr.write(
        `saldovakt: the output cannot be written (OUTPUT_UNWRITABLE)\n  Make room where it is written to: ${error.code}.\n`,
      );
  });
  return {
    terminal,
    lines(...lines) {
      clear();
      if (lines.length > 0) stream.write(`${lines.join("\n")}\n`);
    },
    style: (style, text) => styleText(style, text, { stream }),
    passing(text) {
      if (!terminal) return;
      clear();
      if (text === null) return;
      stream.write(fit(text, (stream.columns || 80) - 1));
      shown = true;
    },
  };
}
