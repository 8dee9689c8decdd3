import type { PlainDate } from "@saldovakt/domain";
import type { CompanySpec } from "@saldovakt/simulator";
import { identity } from "./world.ts";

const DUE = "2026-12-14" as PlainDate;
const DECIDED = "2026-01-10" as PlainDate;

const owing = (amount: number) => [{ text: "Debiterad preliminärskatt", dueDate: DUE, amount: -amount, decidedOn: DECIDED }];

/** Lacks 33 250 kr on 14 December 2026; three bank days before that is the 9th. */
export const SHORT: CompanySpec = { identity: identity("579000101"), name: "Underskott AB", balance: 10_000, upcoming: owing(43_250) };
export const COVERED: CompanySpec = { identity: identity("579000102"), name: "Täckt AB", balance: 90_000, upcoming: owing(43_250) };
/** Has not appointed us: felkod 6. */
export const CLOSED_TO_US: CompanySpec = { identity: identity("579000103"), name: "Utan Ombud AB", ombud: false };

/** Companies that each lack something else on the same day. */
export const manyShort = (count: number): readonly CompanySpec[] =>
  Array.from({ length: count }, (_, n) => ({
    identity: identity(`5790002${String(n).padStart(2, "0")}`),
    name: `Underskott ${n + 1} AB`,
    balance: 1_000 * n,
    upcoming: owing(50_000),
  }));
