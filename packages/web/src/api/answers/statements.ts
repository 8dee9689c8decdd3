import { forecastDocument } from "@saldovakt/domain";
import { importStatement, referenceOf } from "@saldovakt/service";
import { aboutBody, readBytes } from "../body.ts";
import { readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

/** Statements brought by hand, for accounts that nobody lets us read. */
export const statementAnswers = (asking: Asking) => {
  const { ports } = asking;
  const { watch, book, random } = ports;
  return {
    async importStatement(c) {
      const asker = await asking.enter(c, "importStatement");
      readQuery(c, []);
      const file = await readBytes(c, ["text/csv"]);
      const account = await asking.account(c, asker);
      const imported = await aboutBody(c, {}, async () => {
        const statement = await ports.readStatement(file);
        return importStatement({ account }, statement, { ...watch, book, random });
      });
      const { rows, from, to, forecast } = imported;
      const { language } = watch.policyFor(account);
      return c.json({
        account: referenceOf(account),
        rows,
        from,
        to,
        forecast: forecastDocument(forecast, referenceOf(account), language),
      });
    },
  } satisfies Record<string, Answer>;
};
