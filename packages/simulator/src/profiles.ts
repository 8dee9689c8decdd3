import { addDays, bankDaysBefore, type PlainDate } from "@saldovakt/domain";
import { type Entry, shortDate } from "./entry.ts";
import { bankDay, dueDateBefore, monthAndYear, monthBefore, monthWith, nextReconciliation } from "./statutory.ts";
import type { Taxes } from "./taxes.ts";

/** What an account looks like on the day the simulator starts, before the company's habits are laid down. */
export interface Scene {
  readonly start: PlainDate;
  /** What is already decided and falls due after the start, per due date in order; positive kronor to pay. */
  readonly ahead: readonly { readonly dueDate: PlainDate; readonly toPay: number }[];
  /** Due dates of its charges up to the start, in order, with what was to pay. */
  readonly behind: readonly { readonly dueDate: PlainDate; readonly toPay: number }[];
  readonly taxes: Taxes;
  /** Gives each special row its number. */
  nextId(): number;
}

export interface Plot {
  readonly kept: number;
  readonly events?: readonly Entry[];
  readonly missed?: readonly PlainDate[];
}

export interface Profile {
  readonly name: string;
  readonly company: string;
  readonly soleTrader?: boolean;
  /** Days on the register before the start; a long time when absent. */
  readonly registeredDays?: number;
  /** Kronor a month, lowest and highest. */
  readonly preliminary: readonly [number, number];
  readonly wages: readonly [number, number];
  readonly vat: readonly [number, number];
  readonly vatPeriod: Taxes["vatPeriod"];
  readonly payoutAccount?: boolean;
  readonly blocked?: boolean;
  /** Whether it goes on paying after the start. */
  readonly goesOnPaying: boolean;
  plot(scene: Scene): Plot;
}

const rounded = (kronor: number): number => Math.ceil(kronor / 100) * 100;
const total = (dues: Scene["ahead"]): number => dues.reduce((sum, due) => sum + due.toPay, 0);
const first = (scene: Scene): number => scene.ahead[0]?.toPay ?? 0;
const second = (scene: Scene): number => scene.ahead[1]?.toPay ?? 0;
const firstDay = (scene: Scene): PlainDate => scene.ahead[0]?.dueDate ?? addDays(scene.start, 20);

/** Decided shortly before the start, listed since. */
function announced(scene: Scene, dueDate: PlainDate, text: string, amount: number, daysAgo: number): Entry {
  const decidedOn = bankDaysBefore("SE", addDays(scene.start, -daysAgo), 0);
  return { id: scene.nextId(), text, amount, dueDate, bookedOn: dueDate, decidedOn, visibleFrom: decidedOn };
}

const covered = (scene: Scene): Plot => ({ kept: rounded(1.15 * total(scene.ahead)) });

function overdue(scene: Scene): Plot {
  const dueDate = dueDateBefore(scene.start);
  const decided = addDays(dueDate, -24);
  const amount = rounded(0.6 * scene.taxes.preliminary + 3_000);
  const lingering: Entry = {
    ...announced(scene, dueDate, `Beslut ${shortDate(decided)} efterbeskattning moms`, -amount, 0),
    decidedOn: decided,
    visibleFrom: decided,
    bookedOn: bankDay(addDays(scene.start, 2)),
  };
  return { kept: rounded(0.35 * amount), events: [lingering] };
}

/** A debt four months old, handed over after two reconciliations, partly paid since. At Kronofogden a row carries that amount alone. */
function enforcement(scene: Scene): Plot {
  const missed = scene.behind.filter((due) => due.dueDate < addDays(scene.start, -115)).at(-1);
  if (!missed) return covered(scene);
  const handedOver = addDays(nextReconciliation(addDays(nextReconciliation(missed.dueDate), 1)), 3);
  const paidOn = bankDay(addDays(handedOver, 23));
  const paid = Math.round(missed.toPay * 0.2);
  const interestDay = nextReconciliation(scene.start);
  const events: Entry[] = [
    { id: scene.nextId(), text: "Överlämnad till Kronofogden", amount: missed.toPay, enforcement: -missed.toPay, bookedOn: handedOver },
    { id: scene.nextId(), text: `Inbetalning bokförd ${shortDate(paidOn)}`, enforcement: paid, bookedOn: paidOn },
    { id: scene.nextId(), text: "Kostnadsränta", enforcement: -Math.round(missed.toPay * 0.0125), bookedOn: addDays(paidOn, 4) },
    {
      id: scene.nextId(),
      text: "Kostnadsränta",
      enforcement: -Math.round(missed.toPay * 0.011),
      bookedOn: interestDay,
      visibleFrom: addDays(interestDay, -45),
    },
  ];
  return { kept: rounded(1.05 * total(scene.ahead)), missed: [missed.dueDate], events };
}

/** A surplus that would be paid out: more than what is ahead, and a refund paid out once before. */
function surplus(scene: Scene): Plot {
  const decided = addDays(scene.start, -203);
  const amount = rounded(0.7 * scene.taxes.preliminary + 4_000);
  const events: Entry[] = [
    { id: scene.nextId(), text: "Slutlig skatt", amount, bookedOn: decided },
    { id: scene.nextId(), text: "Utbetalning", amount: -amount, bookedOn: bankDay(addDays(decided, 4)) },
  ];
  return { kept: rounded(1.1 * total(scene.ahead) + scene.taxes.preliminary), events };
}

/** VAT to be refunded on the next due date covers all that is ahead. Refunds are announced without `forfallodatum`. */
function creditAhead(scene: Scene): Plot {
  const { dueDate, ...refund } = announced(scene, firstDay(scene), `Moms ${monthAndYear(monthBefore(monthWith(scene.start)))}`, 0, 6);
  return { kept: rounded(0.25 * first(scene)), events: [{ ...refund, amount: rounded(total(scene.ahead)) }] };
}

/**
 * A reassessment comes as several rows with the same day, text and amount, all of them real: three booked, two ahead. The money is enough
 * but for the last of them.
 */
function reassessment(scene: Scene): Plot {
  const booked = bankDay(addDays(scene.start, -39));
  const credit = (): Entry => ({
    id: scene.nextId(),
    text: `Beslut ${shortDate(booked)} omprövning moms`,
    amount: 2_400,
    bookedOn: booked,
  });
  const text = `Beslut ${shortDate(addDays(scene.start, -9))} omprövning arbetsgivaravgift`;
  const charge = (): Entry => announced(scene, firstDay(scene), text, -3_150, 9);
  const events = [credit(), credit(), credit(), charge(), charge()];
  return { kept: rounded(first(scene) + 3_150 - 3 * 2_400), events };
}

/** The dozen of the demo; longer lists repeat them with other names and amounts. */
export const PROFILES: readonly Profile[] = [
  {
    name: "covered",
    company: "Blåklockans Bygg AB",
    preliminary: [14_000, 26_000],
    wages: [160_000, 340_000],
    vat: [30_000, 60_000],
    vatPeriod: "quarter",
    goesOnPaying: true,
    plot: covered,
  },
  {
    name: "shortfall-next",
    company: "Grävlingens Plåt & Sönergöken AB",
    preliminary: [22_000, 41_000],
    wages: [210_000, 420_000],
    vat: [40_000, 90_000],
    vatPeriod: "month",
    goesOnPaying: false,
    plot: (scene) => ({ kept: rounded(0.4 * first(scene)) }),
  },
  {
    name: "big-employer-shortfall-later",
    company: "Tjäderns Verkstäder AB",
    preliminary: [420_000, 760_000],
    wages: [6_800_000, 11_500_000],
    vat: [1_900_000, 3_400_000],
    vatPeriod: "late",
    goesOnPaying: false,
    plot: (scene) => ({ kept: rounded(first(scene) + 0.3 * second(scene)) }),
  },
  {
    name: "overdue",
    company: "Hjortronmyrens Åkeri AB",
    preliminary: [18_000, 33_000],
    wages: [140_000, 260_000],
    vat: [25_000, 50_000],
    vatPeriod: "quarter",
    goesOnPaying: false,
    plot: overdue,
  },
  {
    name: "deficit",
    company: "Nattskärrans Nattbageri AB",
    preliminary: [11_000, 19_000],
    wages: [90_000, 170_000],
    vat: [12_000, 22_000],
    vatPeriod: "quarter",
    goesOnPaying: false,
    plot: (scene) => {
      const last = scene.behind.at(-1);
      return { kept: rounded(0.25 * (last?.toPay ?? 0)), missed: last ? [last.dueDate] : [] };
    },
  },
  {
    name: "enforcement-debt",
    company: "Vattenklöverns Rör & Rännil AB",
    preliminary: [16_000, 28_000],
    wages: [120_000, 240_000],
    vat: [20_000, 40_000],
    vatPeriod: "quarter",
    goesOnPaying: false,
    plot: enforcement,
  },
  {
    name: "payout-risk",
    company: "Kantarellens Kartor & Kompasser AB",
    preliminary: [24_000, 46_000],
    wages: [0, 0],
    vat: [9_000, 16_000],
    vatPeriod: "quarter",
    payoutAccount: true,
    goesOnPaying: false,
    plot: surplus,
  },
  {
    name: "payout-blocked",
    company: "Åkervindans Keramik, enskild firma",
    soleTrader: true,
    preliminary: [8_000, 15_000],
    wages: [0, 0],
    vat: [3_000, 6_000],
    vatPeriod: "quarter",
    payoutAccount: true,
    blocked: true,
    goesOnPaying: false,
    plot: surplus,
  },
  {
    name: "credit-ahead",
    company: "Pilgrimsfalkens Export AB",
    preliminary: [15_000, 30_000],
    wages: [180_000, 320_000],
    vat: [0, 0],
    vatPeriod: "none",
    payoutAccount: true,
    goesOnPaying: false,
    plot: creditAhead,
  },
  {
    name: "reassessed",
    company: "Lingonrisets Livsmedel AB",
    preliminary: [17_000, 29_000],
    wages: [150_000, 300_000],
    vat: [22_000, 44_000],
    vatPeriod: "month",
    goesOnPaying: false,
    plot: reassessment,
  },
  {
    name: "quiet",
    company: "Igelkottens Idé & Vila AB",
    preliminary: [0, 0],
    wages: [0, 0],
    vat: [0, 0],
    vatPeriod: "none",
    goesOnPaying: false,
    plot: () => ({ kept: 1_300 }),
  },
  {
    name: "newcomer",
    company: "Älvsippans Instrument AB",
    registeredDays: 83,
    preliminary: [9_000, 17_000],
    wages: [60_000, 110_000],
    vat: [8_000, 14_000],
    vatPeriod: "quarter",
    goesOnPaying: true,
    plot: covered,
  },
];
