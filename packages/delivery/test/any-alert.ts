import { type Alert, type ForecastCharge, minor, plainDate, sum } from "@saldovakt/domain";
import * as fc from "fast-check";
import { FAMILIES } from "./alerts.ts";

/** Texts that mean something to HTML, headers, Slack or Teams, and whatever else may be typed. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "</td><script>alert(1)</script>",
    '" onmouseover="x',
    "a\r\nBcc: other@example.se",
    "<!channel> <@U123> <https://evil.example|here>",
    "[here](https://evil.example) **bold** `code`",
    "]]> --> <![endif]-->",
    "&lt;b&gt; &amp; &#60;",
    `$${"{x}"} {{DATE(2020-01-01T00:00:00Z)}}`,
    "=?UTF-8?Q?x?=",
    "\u202Eesrever\u2028\u0000\u0007",
    "\ud83d",
    "日本企業 🙂 Åkeri",
    "x".repeat(600),
    ".",
    "",
  ),
);

/** An alert of any family with texts from outside in every place that holds one, and up to sixty rows and payments. */
export const anyAlert: fc.Arbitrary<Alert> = fc
  .record({
    family: fc.constantFrom(...Object.values(FAMILIES)),
    texts: fc.array(anyText, { maxLength: 60 }),
    estimated: fc.boolean(),
    amounts: fc.array(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), { minLength: 60, maxLength: 60 }),
    payments: fc.integer({ min: 1, max: 60 }),
    payee: fc.record({ number: fc.option(anyText), name: anyText, reference: fc.option(anyText) }),
  })
  .map(({ family, texts, estimated, amounts, payments, payee }): Alert => {
    const charges = texts.map(
      (text, at): ForecastCharge => ({ text, amount: minor(amounts[at] ?? 0), estimated: estimated && at % 2 === 0 }),
    );
    const entry = family.entry && { ...family.entry, charges, change: sum(charges.map(({ amount }) => amount)) };
    const payTo = { ...payee, scheme: "bban", referenceType: "KID" } as const;
    return {
      ...family,
      ...(entry ? { entry } : {}),
      payments:
        family.payments.length === 0
          ? []
          : Array.from({ length: payments }, (_, at) => ({ amount: minor(100 + at), payBy: plainDate("2026-12-09"), payTo })),
    };
  });

/** The same with a letter in place of every text that came from outside: what it is laid out like must not differ. */
export const plainly = (alert: Alert): Alert => ({
  ...alert,
  ...(alert.entry ? { entry: { ...alert.entry, charges: alert.entry.charges.map((charge) => ({ ...charge, text: "x" })) } } : {}),
  payments: alert.payments.map((payment) => ({
    ...payment,
    payTo: {
      ...payment.payTo,
      number: payment.payTo.number === null ? null : "x",
      name: "x",
      reference: payment.payTo.reference === null ? null : "x",
    },
  })),
});
