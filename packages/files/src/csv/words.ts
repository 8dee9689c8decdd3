import type { Language } from "@saldovakt/domain";

/** The table's columns in their order, and what its rows are called. */
export interface CsvWords {
  readonly columns: {
    readonly row: string;
    readonly date: string;
    readonly text: string;
    readonly amount: string;
    readonly balance: string;
    readonly shortfall: string;
    readonly currency: string;
    readonly decidedOn: string;
    readonly overdue: string;
    readonly estimate: string;
    readonly estimateLow: string;
    readonly estimateHigh: string;
    readonly balanceWithEstimates: string;
    readonly pay: string;
    readonly payTo: string;
    readonly reference: string;
  };
  readonly rows: { readonly balance: string; readonly charge: string; readonly payment: string };
  readonly yes: string;
}

export const CSV_WORDS: Readonly<Record<Language, CsvWords>> = {
  sv: {
    columns: {
      row: "Rad",
      date: "Datum",
      text: "Text",
      amount: "Belopp",
      balance: "Saldo",
      shortfall: "Saknas",
      currency: "Valuta",
      decidedOn: "Beslutad",
      overdue: "Förfallen",
      estimate: "Uppskattat belopp",
      estimateLow: "Uppskattat lägst",
      estimateHigh: "Uppskattat högst",
      balanceWithEstimates: "Saldo med uppskattningar",
      pay: "Betala",
      payTo: "Till",
      reference: "Referens",
    },
    rows: { balance: "saldo", charge: "post", payment: "betalning" },
    yes: "ja",
  },
  nb: {
    columns: {
      row: "Rad",
      date: "Dato",
      text: "Tekst",
      amount: "Beløp",
      balance: "Saldo",
      shortfall: "Mangler",
      currency: "Valuta",
      decidedOn: "Fastsatt",
      overdue: "Forfalt",
      estimate: "Anslått beløp",
      estimateLow: "Anslått lavest",
      estimateHigh: "Anslått høyest",
      balanceWithEstimates: "Saldo med anslag",
      pay: "Betal",
      payTo: "Til",
      reference: "Referanse",
    },
    rows: { balance: "saldo", charge: "post", payment: "betaling" },
    yes: "ja",
  },
  en: {
    columns: {
      row: "row",
      date: "date",
      text: "text",
      amount: "amount",
      balance: "balance",
      shortfall: "shortfall",
      currency: "currency",
      decidedOn: "decidedOn",
      overdue: "overdue",
      estimate: "estimate",
      estimateLow: "estimateLow",
      estimateHigh: "estimateHigh",
      balanceWithEstimates: "balanceWithEstimates",
      pay: "pay",
      payTo: "payTo",
      reference: "reference",
    },
    rows: { balance: "balance", charge: "charge", payment: "payment" },
    yes: "yes",
  },
};
