import * as z from "zod";

/*
 * What an answer of Krav og betalinger may look like, written from its documentation and stricter than any reader should be: nothing but the documented
 * fields, dates as days, amounts in whole øre, KIDs and account numbers with right check digits.
 */
const MOD11 = [2, 3, 4, 5, 6, 7];

/** Written out once more here, so that a mistake in the domain's own would show. */
function mod11(digits: string): string {
  const total = [...digits].reverse().reduce((sum, digit, i) => sum + Number(digit) * (MOD11[i % 6] as number), 0);
  const rest = 11 - (total % 11);
  return rest === 11 ? "0" : rest === 10 ? "-" : String(rest);
}
const endsInMod11 = (text: string): boolean => mod11(text.slice(0, -1)) === text.slice(-1);

function ibanOf(account: string): (iban: string) => boolean {
  return (iban) => {
    const plain = iban.replaceAll(" ", "");
    return plain.slice(4) === account && BigInt(`${account}2324${plain.slice(2, 4)}`) % 97n === 1n;
  };
}

const day = z.iso.date();
const amount = z.number().refine((kroner) => Math.abs(kroner * 100 - Math.round(kroner * 100)) < 1e-4, "finer than øre");
const organisation = z
  .string()
  .regex(/^\d{9}$/)
  .refine(endsInMod11);
const party = z.union([organisation, z.string().regex(/^\d{11}$/)]);
const kid = z
  .string()
  .regex(/^\d{1,24}[\d-]$/)
  .refine(endsInMod11);
const text = z.strictObject({ spraakTekst: z.array(z.strictObject({ tekst: z.string().min(1), spraak: z.literal("nb") })).min(1) });

const konto = z
  .strictObject({
    kontonummer: z
      .string()
      .regex(/^\d{11}$/)
      .refine(endsInMod11),
    iban: z.string(),
    swiftBIC: z.string().regex(/^[A-Z]{4}NO[A-Z]{2}(XXX)?$/),
    kontoeiersNavn: z.string(),
  })
  .refine(({ kontonummer, iban }) => ibanOf(kontonummer)(iban), "IBAN of another account");

const payer = z.strictObject({ kidnummer: kid.optional(), konto: z.strictObject({ kontonummer: z.string().regex(/^\*{6}\d{5}$/) }) });

const kravforfall = z.strictObject({
  kravforfallsIdentifikator: z.string(),
  forfallsdato: day,
  opprinneligBeloep: amount,
  gjenstaaendeBeloep: amount,
  betalingsinformasjon: z.strictObject({ kidnummer: kid.optional(), konto: konto.optional() }),
  plassertInnbetaling: z
    .array(
      z.strictObject({
        innbetalingsIdentifikator: z.string(),
        plassertBeloep: amount,
        plassertDato: day,
        innbetalingsdato: day,
        innbetaltBeloep: amount,
        innbetaltFra: payer,
        innbetalingstype: z.string(),
      }),
    )
    .optional(),
});

const kravperiode = z.strictObject({
  periodeBeskrivelse: text,
  aar: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  fraDato: day.optional(),
  tilDato: day.optional(),
  terminTekniskNavn: z.string().optional(),
});

const krav = z.strictObject({
  partIdentifikator: party,
  kravidentifikator: z.string(),
  kravtype: z.string(),
  kravgruppe: z.string(),
  opprinneligBeloep: amount,
  gjenstaaendeBeloep: amount,
  stipulerteRenter: amount.nonnegative().optional(),
  kravforfall: z.array(kravforfall).min(1),
  kravbeskrivelse: text,
  kravperiode,
  opprettelsesdatoForKrav: day,
  fastsettingsmaate: z.enum(["egenfastsatt", "myndighetsfastsatt"]).optional(),
});

const innbetaling = z.strictObject({
  partIdentifikator: party,
  innbetalingsidentifikator: z.string(),
  innbetalingsdato: day,
  innbetaltBeloep: amount,
  uplassertBeloep: amount,
  plassertKrav: z.array(
    z.strictObject({
      kravforfallIdentifikator: z.string(),
      plassertBeloep: amount,
      plassertDato: day,
      kravbeskrivelse: text,
      kravforfallsdato: day,
      opprinneligKravforfallsbeloep: amount,
    }),
  ),
  innbetaltFra: payer,
  innbetalingstype: z.string(),
});

const utbetaling = z.strictObject({
  partIdentifikator: party,
  utbetalingsidentifikator: z.string(),
  utbetaltdato: day,
  utbetaltBeloep: amount,
  betaltTil: z.strictObject({ konto: z.strictObject({ kontonummer: z.string() }), valutakode: z.literal("NOK") }),
  grunnlagForUtbetaling: z.strictObject({
    kreditKrav: z.array(
      z.strictObject({
        kravforfallidentifikator: z.string(),
        opprinneligBeloep: amount.negative(),
        gjenstaaendeBeloep: z.literal(0),
        utbetaltBeloep: amount.positive(),
        kravbeskrivelse: text,
        kravtype: z.string(),
        kravperiode,
      }),
    ),
  }),
  utbetalingstatus: z.string(),
});

const sums = { sumStipulerteRenter: amount, sumForfalteKrav: amount, sumIkkeForfalteKrav: amount, saldo: amount };
/** A field of a later version, which some companies have. */
const later = { datagrunnlag: z.unknown().optional() };
const listed = {
  partIdentifikator: organisation,
  periode: z.strictObject({ fraOgMed: day, tilOgMed: day }),
  skjermet: z.literal(false),
  ...later,
};

export const SCHEMAS = {
  aapnekrav: z.strictObject({
    partIdentifikator: organisation,
    skjermet: z.literal(false),
    aapentKravMedGjenstaaendeBeloep: z.array(krav).optional(),
    innbetalingMedUplassertBeloep: z.array(innbetaling).optional(),
    totalOversikt: z.strictObject({ ...sums, sumUplasserteInnbetalinger: amount }),
    oversiktPerKravgruppe: z.array(z.strictObject({ kravgruppe: z.string(), ...sums })).optional(),
    ...later,
  }),
  krav: z.strictObject({ ...listed, krav: z.array(krav).min(1) }),
  innbetalinger: z.strictObject({ ...listed, innbetaling: z.array(innbetaling).min(1) }),
  utbetalinger: z.strictObject({ ...listed, utbetaling: z.array(utbetaling).min(1) }),
  /** Data withheld. */
  shielded: z.strictObject({ partIdentifikator: organisation, periode: listed.periode.optional(), skjermet: z.literal(true), ...later }),
};

export const ERROR_SCHEMA = z.strictObject({
  kode: z.string().regex(/^(KB|DAS)-00\d$/),
  melding: z.string().min(1),
  korrelasjonsid: z.string().min(1),
});

export type OpenClaims = z.infer<typeof SCHEMAS.aapnekrav>;
