import { fieldPath, type Json } from "@saldovakt/http";
import * as z from "zod/mini";
import { unexpected } from "./faults.ts";

/*
 * The answers as Skatteetaten writes them, in its own field names. Every field may be missing, null means missing, and fields may be added any day.
 * Debt is positive. Only a field of the wrong type is refused: a figure that cannot be read must not pass for none.
 */

const text = z.nullish(z.string());
const amount = z.nullish(z.number());
const identifier = z.nullish(z.union([z.string(), z.number()]));

const konto = z.object({ kontonummer: identifier, iban: text, swiftBIC: text, kontoeiersNavn: text });

const kravforfall = z.object({
  forfallsdato: text,
  opprinneligBeloep: amount,
  gjenstaaendeBeloep: amount,
  betalingsinformasjon: z.nullish(z.object({ kidnummer: identifier, konto: z.nullish(konto) })),
});

const krav = z.object({
  kravtype: text,
  kravgruppe: text,
  opprinneligBeloep: amount,
  gjenstaaendeBeloep: amount,
  stipulerteRenter: amount,
  kravforfall: z.nullish(z.array(kravforfall)),
  // Words for people, which have changed their form before: whatever they are now, the figures beside them count.
  kravbeskrivelse: z.optional(z.unknown()),
  kravperiode: z.optional(z.unknown()),
  opprettelsesdatoForKrav: text,
});

const innbetaling = z.object({ innbetalingsdato: text, innbetaltBeloep: amount, uplassertBeloep: amount });
const utbetaling = z.object({ utbetaltdato: text, utbetaltBeloep: amount, utbetalingstatus: text });

const sums = { sumStipulerteRenter: amount, sumForfalteKrav: amount, sumIkkeForfalteKrav: amount, saldo: amount };

const aapneKrav = z.object({
  skjermet: z.nullish(z.boolean()),
  aapentKravMedGjenstaaendeBeloep: z.nullish(z.array(krav)),
  innbetalingMedUplassertBeloep: z.nullish(z.array(innbetaling)),
  totalOversikt: z.nullish(z.object({ ...sums, sumUplasserteInnbetalinger: amount })),
  oversiktPerKravgruppe: z.nullish(z.array(z.object({ kravgruppe: text, ...sums }))),
});

const alleKrav = z.object({ skjermet: z.nullish(z.boolean()), krav: z.nullish(z.array(krav)) });
const innbetalinger = z.object({ skjermet: z.nullish(z.boolean()), innbetaling: z.nullish(z.array(innbetaling)) });
const utbetalinger = z.object({ skjermet: z.nullish(z.boolean()), utbetaling: z.nullish(z.array(utbetaling)) });

export type WireOpenClaims = z.infer<typeof aapneKrav>;
export type WireClaim = z.infer<typeof krav>;
export type WireDue = z.infer<typeof kravforfall>;
export type WirePaidIn = z.infer<typeof innbetaling>;
export type WirePaidOut = z.infer<typeof utbetaling>;

/** In every answer, whatever it tells. */
const HEADING = ["partIdentifikator", "periode"];

/**
 * A reader of that shape; nothing found reads as an empty answer. Throws `SKE_ANSWER_UNEXPECTED` naming the first field at fault and no value; so does an
 * object with other fields alone, which is no answer to the question.
 */
function reader<T extends z.ZodMiniObject>(name: string, schema: T): (json: Json | null) => z.output<T> {
  let compiled: T | undefined;
  const known = [...HEADING, ...Object.keys(schema.shape)];
  return (json) => {
    compiled ??= z.compile(schema);
    const fields = Object.keys(json ?? {});
    if (fields.length > 0 && !fields.some((field) => known.includes(field))) throw unexpected(name, known.at(-1) ?? "");
    const result = z.safeParse(compiled, json ?? {});
    if (!result.success) throw unexpected(name, fieldPath(result.error.issues[0]?.path ?? []));
    return result.data;
  };
}

export const readOpenClaims = reader("aapnekrav", aapneKrav);
export const readClaims = reader("krav", alleKrav);
export const readPaidIn = reader("innbetalinger", innbetalinger);
export const readPaidOut = reader("utbetalinger", utbetalinger);
