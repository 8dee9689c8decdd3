import type { Readable, Writable } from "node:stream";
import { inputError } from "@saldovakt/domain";
import type { World } from "../context.ts";

export interface Question {
  readonly text: string;
  /** Of a whole value: a fault that is seen at once can be mended at once. */
  readonly fault?: (answer: string) => string | undefined;
}

/** Asks for what must not be shown. */
export interface Asker {
  /** The answers, as they were given; null when the user gave up (Ctrl-C). */
  ask(questions: readonly Question[]): Promise<readonly string[] | null>;
  /** Throws `ANSWERS_LEFT` when more was given than was asked for: then every answer may have gone to the wrong question. */
  finish(): Promise<void>;
}

/** On a terminal each question is asked and a dot shown for each character; otherwise standard input answers, a line a question, in the same order. */
export function createAsker(world: Pick<World, "stdin">): Asker {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
    ? terminalAsker(process.stdin, process.stderr)
    : lineAsker(world.stdin);
}

/** Questions on a terminal. Everything goes to `output`, which is not where results go. */
export function terminalAsker(input: Readable, output: Writable): Asker {
  return {
    async ask(questions) {
      const { isCancel, password } = await import("@clack/prompts");
      const answers: string[] = [];
      for (const { text, fault } of questions) {
        const validate = (answer: string | undefined): string | undefined => fault?.(answer ?? "");
        const answer = await password({ message: text, input, output, validate, clearOnError: true });
        if (isCancel(answer)) return null;
        answers.push(answer ?? "");
      }
      return answers;
    },
    finish: async () => {},
  };
}

/** Answers from the lines of a text, each in its turn. Throws `ANSWERS_MISSING` and what a question finds at fault as `ANSWER_INVALID`. */
export function lineAsker(text: () => Promise<string>): Asker {
  let reading: Promise<string[]> | undefined;
  const lines = (): Promise<string[]> => {
    reading ??= text().then((all) => (all === "" ? [] : all.replace(/\r?\n$/, "").split(/\r?\n/)));
    return reading;
  };
  return {
    async ask(questions) {
      const left = await lines();
      if (left.length < questions.length) {
        const what = `standard input ends before all is answered: ${questions.length - left.length} lines are missing`;
        throw inputError("ANSWERS_MISSING", what, "give one line for each value, in the order `--help` lists; or run it on a terminal");
      }
      return left.splice(0, questions.length).map((answer, index) => {
        const { text: question = "", fault } = questions[index] ?? {};
        const found = fault?.(answer);
        if (found !== undefined)
          throw inputError("ANSWER_INVALID", `${question}: ${found}`, "correct the line, and give all of them again");
        return answer;
      });
    },
    async finish() {
      if (reading && (await reading).length > 0) {
        const remedy = "give one line for each value, in the order `--help` lists, and nothing else; nothing was stored";
        throw inputError("ANSWERS_LEFT", "standard input holds more lines than were asked for", remedy);
      }
    },
  };
}
