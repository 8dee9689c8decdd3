import { readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

export const healthAnswers = ({ options }: Asking) =>
  ({
    health(c) {
      readQuery(c, []);
      return c.json({ status: "ok", version: options.version });
    },
  }) satisfies Record<string, Answer>;
