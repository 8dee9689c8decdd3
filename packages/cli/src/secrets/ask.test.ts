import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineAsker, terminalAsker } from "./ask.ts";

const QUESTIONS = [{ text: "One" }, { text: "Two", fault: (answer: string) => (answer === "no" ? "it is no" : undefined) }];

describe("lines", () => {
  test("answer the questions in their turn, spaces and all", async () => {
    const asker = lineAsker(async () => " a b\r\n\r\nc\n");
    expect(await asker.ask(QUESTIONS)).toEqual([" a b", ""]);
    expect(await asker.ask([{ text: "Three" }])).toEqual(["c"]);
    await asker.finish();
  });

  test("are read once, and only when something is asked", async () => {
    let read = 0;
    const asker = lineAsker(async () => {
      read++;
      return "a\nb\n";
    });
    await asker.finish();
    expect(read).toBe(0);
    await asker.ask(QUESTIONS);
    expect(read).toBe(1);
  });

  test("too few, too many or a wrong one are told without being shown", async () => {
    const hushed = fc.stringMatching(/^hush[a-z]{8}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(hushed, { maxLength: 5 }), async (lines) => {
        const asker = lineAsker(async () => lines.map((line) => `${line}\n`).join(""));
        const outcome = await asker
          .ask([{ text: "One" }, { text: "Two", fault: () => "it is wrong" }])
          .then(() => asker.finish())
          .catch((fault: unknown) => fault);
        expect(outcome).toMatchObject({ code: lines.length < 2 ? "ANSWERS_MISSING" : "ANSWER_INVALID", scope: "input" });
        expect(JSON.stringify([outcome, (outcome as Error).message, (outcome as Error).stack])).not.toContain("hush");
      }),
    );
    const asker = lineAsker(async () => "a\nb\nc\n");
    await asker.ask(QUESTIONS);
    await expect(asker.finish()).rejects.toMatchObject({ code: "ANSWERS_LEFT" });
  });
});

describe("a terminal", () => {
  function terminal() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = "";
    output.on("data", (chunk) => {
      shown += String(chunk);
    });
    /** Types once the question is on the screen. */
    const type = async (question: string, keys: string): Promise<void> => {
      while (!shown.includes(question)) await new Promise((resolve) => setImmediate(resolve));
      for (const key of keys) input.write(key);
    };
    return { asker: terminalAsker(input, output), type, shown: () => shown };
  }

  test("shows the questions and nothing of the answers", async () => {
    const { asker, type, shown } = terminal();
    const answers = asker.ask(QUESTIONS);
    await type("One", "Xyzzy-Qwfp\r");
    await type("Two", "Zxcvb-Jluy\r");
    expect(await answers).toEqual(["Xyzzy-Qwfp", "Zxcvb-Jluy"]);
    await asker.finish();
    expect(shown()).not.toMatch(/[Xx]yz|Qwfp|[Zz]xcv|Jluy/);
  });

  test("takes no answer that is at fault", async () => {
    const { asker, type, shown } = terminal();
    const answers = asker.ask(QUESTIONS.slice(1));
    await type("Two", "no\r");
    await type("it is no", "yes\r");
    expect(await answers).toEqual(["yes"]);
    expect(shown()).toContain("it is no");
  });

  test("is left with Ctrl-C", async () => {
    const { asker, type } = terminal();
    const answers = asker.ask(QUESTIONS);
    await type("One", "Xyz\u0003");
    expect(await answers).toBeNull();
  });
});
