/** The parts of a list as typed, with commas between, each once. */
export const parts = (text: string): readonly string[] =>
  [...new Set(text.split(",").map((part) => part.trim()))].filter((part) => part !== "");
