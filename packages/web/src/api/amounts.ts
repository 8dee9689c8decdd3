import { type Account, type AmountDocument, type Minor, parseDecimal } from "@saldovakt/domain";
import type { Context } from "hono";
import { bodyInvalid } from "./body.ts";
import { currencyOf } from "./currency.ts";

/** An amount of a body, in the account's own currency. Throws the 400 `BODY_INVALID`, naming the field. */
export function amountIn(c: Context, field: string, { currency, amount }: AmountDocument, account: Pick<Account, "source">): Minor {
  const own = currencyOf(account);
  if (currency === own) return parseDecimal(amount);
  throw bodyInvalid(c, [{ field: `${field}.currency`, detail: "is not the account's currency", remedy: `write ${own}` }]);
}
