import { fieldPath, type Json } from "@saldovakt/http";
import * as z from "zod/mini";
import { unexpected } from "./faults.ts";

/*
 * The answers as Skatteverket writes them (service description 4.1), in its own field names, as tolerant as production asks: fields may be
 * added any day and are kept out; both amounts of a row may be missing; missing arrays mean empty ones; null means missing. Only what no
 * figure can do without is required.
 */

const text = z.nullish(z.string());
const amount = z.nullish(z.number());
const number = z.nullish(z.union([z.number(), z.string()]));

const common = {
  senastUppdaterad: z.string(),
  nastaAvstamningsdatum: text,
  /** Announcements must never cost us the figures, so any shape passes here; what is text in it is taken. */
  informationstext: z.optional(z.unknown()),
};

const row = {
  transaktionsidentitet: number,
  transaktionsdatum: text,
  ranteberakningsdatum: text,
  transaktionstext: text,
  beloppSkatteverket: amount,
  beloppKronofogden: amount,
};

const saldo = z.object({
  ...common,
  saldoSkatteverket: z.number(),
  saldoKronofogden: amount,
  rantaSkatteverket: amount,
  rantaKronofogden: amount,
  ocrNummer: text,
});

const transaktioner = z.object({
  ...common,
  ocrNummer: text,
  datumFrom: text,
  tidigareTransaktioner: z.nullish(z.array(z.object(row))),
  kommandeTransaktioner: z.nullish(z.array(z.object({ ...row, forfallodatum: text, beslutsdatum: text }))),
});

const utbetalningskonto = z.object({ ...common, utbetalningskonto: text });

const utbetalningssparrar = z.object(common);

/** One block; the array they stand in has a name that no documentation gives. */
const sparr = z.object({
  sparridentitet: number,
  datumFrom: z.string(),
  datumTom: text,
  sparrbelopp: amount,
  /** The service description writes `True / False`. */
  totalsparr: z.nullish(z.union([z.boolean(), z.string()])),
});

export type WireBalance = z.infer<typeof saldo>;
export type WireTransactions = z.infer<typeof transaktioner>;
export type WireBookedRow = NonNullable<WireTransactions["tidigareTransaktioner"]>[number];
export type WireUpcomingRow = NonNullable<WireTransactions["kommandeTransaktioner"]>[number];
export type WirePayoutAccount = z.infer<typeof utbetalningskonto>;
export type WireCommon = z.infer<typeof utbetalningssparrar>;

/** A reader of that shape, compiled when first used. Throws `SKV_ANSWER_UNEXPECTED` naming the first field at fault and no value. */
function reader<T extends z.ZodMiniType>(name: string, schema: T): (json: Json, prefix?: readonly PropertyKey[]) => z.output<T> {
  let compiled: T | undefined;
  return (json, prefix = []) => {
    compiled ??= z.compile(schema);
    const result = z.safeParse(compiled, json);
    if (!result.success) throw unexpected(name, fieldPath([...prefix, ...(result.error.issues[0]?.path ?? [])]));
    return result.data;
  };
}

export const readSaldo = reader("saldo", saldo);
export const readTransaktioner = reader("transaktioner", transaktioner);
export const readUtbetalningskonto = reader("utbetalningskonto", utbetalningskonto);
export const readUtbetalningssparrar = reader("utbetalningssparrar", utbetalningssparrar);
export const readSparr = reader("utbetalningssparrar", sparr);
