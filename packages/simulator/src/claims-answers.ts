import { add, formatDecimal, type Minor, type PlainDate, sum } from "@saldovakt/domain";
import { type ClaimPeriod, type ClaimStanding, type ClaimsStanding, type DueStanding, isOverdue, type PaymentStanding } from "./claims.ts";
import type { ClaimsAccount, ClaimsHabits } from "./claims-account.ts";
import type { ReceivingAccount } from "./claims-identities.ts";

export type ClaimsResource = "aapnekrav" | "krav" | "innbetalinger" | "utbetalinger";

/** Both days included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

type Fields = Readonly<Record<string, unknown>>;

/** Kroner with decimals, as a JSON number. */
const kroner = (amount: Minor): number => Number(formatDecimal(amount));

const inNorwegian = (tekst: string): Fields => ({ spraakTekst: [{ tekst, spraak: "nb" }] });

const within = ({ from, to }: Period, day: PlainDate): boolean => from <= day && day <= to;

/** Undefined when there is nothing to send, here as in every answer: JSON leaves such fields out. */
function array(habits: ClaimsHabits, elements: readonly Fields[]): readonly Fields[] | undefined {
  return elements.length === 0 && habits.omitsEmpty ? undefined : elements;
}

const konto = (account: ReceivingAccount): Fields => ({
  kontoeiersNavn: account.owner,
  kontonummer: account.number,
  iban: account.iban,
  swiftBIC: account.bic,
});

const kravperiode = (period: ClaimPeriod): Fields => ({
  periodeBeskrivelse: inNorwegian(period.text),
  aar: period.year,
  fraDato: period.from,
  tilDato: period.to,
  terminTekniskNavn: period.term,
});

/** Whoever pays has an account; only its last digits are shown. */
const payer = (kid: string | null): Fields => ({ kidnummer: kid ?? undefined, konto: { kontonummer: "******11111" } });

function kravforfall({ due, remaining, placed }: DueStanding, { paymentSign }: ClaimsHabits): Fields {
  const placedPayments = placed.map(({ payment, amount }) => ({
    innbetalingsIdentifikator: payment.id,
    plassertBeloep: kroner(amount) * paymentSign,
    plassertDato: payment.on,
    innbetalingsdato: payment.on,
    innbetaltBeloep: kroner(payment.amount) * paymentSign,
    innbetaltFra: payer(payment.kid),
    innbetalingstype: "Innbetalt OCR",
  }));
  return {
    kravforfallsIdentifikator: due.id,
    forfallsdato: due.dueDate,
    opprinneligBeloep: kroner(due.amount),
    gjenstaaendeBeloep: kroner(remaining),
    betalingsinformasjon: { kidnummer: due.kid ?? undefined, konto: due.account ? konto(due.account) : undefined },
    plassertInnbetaling: placedPayments.length > 0 ? placedPayments : undefined,
    ...due.extra,
  };
}

function krav({ claim, dues, amount, remaining, interest }: ClaimStanding, habits: ClaimsHabits): Fields {
  return {
    partIdentifikator: claim.party,
    kravidentifikator: claim.id,
    kravtype: claim.type,
    opprinneligBeloep: kroner(amount),
    gjenstaaendeBeloep: kroner(remaining),
    kravforfall: dues.map((due) => kravforfall(due, habits)),
    stipulerteRenter: interest === 0 && habits.omitsEmpty ? undefined : kroner(interest),
    kravbeskrivelse: inNorwegian(claim.text),
    kravperiode: kravperiode(claim.period),
    opprettelsesdatoForKrav: claim.createdOn,
    kravgruppe: claim.group,
    fastsettingsmaate: claim.assessed,
    ...claim.extra,
  };
}

function innbetaling({ payment, unplaced, placed }: PaymentStanding, { paymentSign }: ClaimsHabits): Fields {
  return {
    partIdentifikator: payment.party,
    innbetalingsidentifikator: payment.id,
    innbetalingsdato: payment.on,
    innbetaltBeloep: kroner(payment.amount) * paymentSign,
    plassertKrav: placed.map(({ claim, due, amount }) => ({
      kravforfallIdentifikator: due.id,
      plassertBeloep: kroner(amount),
      plassertDato: payment.on,
      kravbeskrivelse: inNorwegian(claim.text),
      kravforfallsdato: due.dueDate,
      opprinneligKravforfallsbeloep: kroner(due.amount),
    })),
    uplassertBeloep: kroner(unplaced) * paymentSign,
    innbetaltFra: payer(payment.kid),
    innbetalingstype: "Innbetalt OCR",
  };
}

function utbetaling({ id, on, amount, claim, due }: ClaimsStanding["payouts"][number]): Fields {
  return {
    partIdentifikator: claim.party,
    utbetalingsidentifikator: id,
    utbetaltdato: on,
    utbetaltBeloep: kroner(amount),
    betaltTil: { konto: { kontonummer: "******22222" }, valutakode: "NOK" },
    grunnlagForUtbetaling: {
      kreditKrav: [
        {
          kravforfallidentifikator: due.id,
          opprinneligBeloep: kroner(due.amount),
          gjenstaaendeBeloep: 0,
          utbetaltBeloep: kroner(amount),
          kravbeskrivelse: inNorwegian(claim.text),
          kravtype: claim.type,
          kravperiode: kravperiode(claim.period),
        },
      ],
    },
    utbetalingstatus: "bekreftet",
  };
}

/** `saldo` is what the samples make of it: overdue, not yet due and interest. Unplaced payments stand beside it. */
function oversikt(open: readonly ClaimStanding[], today: PlainDate): Fields {
  const dues = open.flatMap((claim) => claim.dues);
  const overdue = sum(dues.filter(({ due }) => isOverdue(due, today)).map(({ remaining }) => remaining));
  const notDue = sum(dues.filter(({ due }) => !isOverdue(due, today)).map(({ remaining }) => remaining));
  const interest = sum(open.map((claim) => claim.interest));
  return {
    sumStipulerteRenter: kroner(interest),
    sumForfalteKrav: kroner(overdue),
    sumIkkeForfalteKrav: kroner(notDue),
    saldo: kroner(add(add(overdue, notDue), interest)),
  };
}

/** A claim is open while any of its dues is, be it a credit. */
const isOpen = (claim: ClaimStanding): boolean => claim.dues.some(({ remaining }) => remaining !== 0);

function aapneKrav({ company, habits }: ClaimsAccount, { claims, payments, today }: ClaimsStanding): Fields | null {
  const open = claims.filter(isOpen);
  const unplaced = payments.filter((payment) => payment.unplaced > 0);
  if (open.length === 0 && unplaced.length === 0) return null;
  const groups = [...new Set(open.map(({ claim }) => claim.group))];
  return {
    partIdentifikator: company.org,
    skjermet: false,
    aapentKravMedGjenstaaendeBeloep: array(
      habits,
      open.map((claim) => krav(claim, habits)),
    ),
    innbetalingMedUplassertBeloep: array(
      habits,
      unplaced.map((payment) => innbetaling(payment, habits)),
    ),
    totalOversikt: {
      ...oversikt(open, today),
      sumUplasserteInnbetalinger: kroner(sum(unplaced.map((payment) => payment.unplaced))) * habits.paymentSign,
      ...habits.totals,
    },
    oversiktPerKravgruppe: array(
      habits,
      groups.map((kravgruppe) => ({
        kravgruppe,
        ...oversikt(
          open.filter(({ claim }) => claim.group === kravgruppe),
          today,
        ),
      })),
    ),
  };
}

/**
 * The elements of a list for a period. Which day of a claim counts is not documented; here a claim belongs to the period when one of its due dates does.
 */
function elements(
  resource: Exclude<ClaimsResource, "aapnekrav">,
  { claims, payments, payouts }: ClaimsStanding,
  period: Period,
  habits: ClaimsHabits,
) {
  switch (resource) {
    case "krav":
      return claims.filter(({ claim }) => claim.dues.some((due) => within(period, due.dueDate))).map((claim) => krav(claim, habits));
    case "innbetalinger":
      return payments.filter(({ payment }) => within(period, payment.on)).map((payment) => innbetaling(payment, habits));
    case "utbetalinger":
      return payouts.filter(({ on }) => within(period, on)).map(utbetaling);
  }
}

const LIST_OF = { krav: "krav", innbetalinger: "innbetaling", utbetalinger: "utbetaling" } as const;

/** The answer for a company: exactly the fields of the documentation, and what the company has beside them. Null when there is nothing to tell (KB-007). */
export function claimsAnswer(
  account: ClaimsAccount,
  standing: ClaimsStanding,
  resource: ClaimsResource,
  period: Period | null,
): Fields | null {
  const { company, habits } = account;
  const periode = period ? { fraOgMed: period.from, tilOgMed: period.to } : undefined;
  if (habits.shielded) return { partIdentifikator: company.org, periode, skjermet: true, ...habits.extra };
  if (resource === "aapnekrav" || !period) {
    const answer = aapneKrav(account, standing);
    return answer && { ...answer, ...habits.extra };
  }
  const found = elements(resource, standing, period, habits);
  if (found.length === 0) return null;
  return { partIdentifikator: company.org, periode, skjermet: false, [LIST_OF[resource]]: found, ...habits.extra };
}
