/** Examples for the document: an invented company, and the figures of one forecast throughout. */

const sek = (amount: string) => ({ currency: "SEK", amount });

const account = { id: "acc_4q8v0x2m6z1c9r7t5w3k", source: "skatteverket", name: "Exempel AB" };

const payment = {
  amount: sek("33250.00"),
  payBy: "2026-12-09",
  payTo: {
    scheme: "bankgiro",
    number: "5050-1055",
    name: "Skatteverket",
    reference: "1655999999990",
    referenceType: "OCR",
    iban: "SE5680000890119646240516",
    bic: "SWEDSESS",
  },
};

export const accounts = {
  accounts: [
    {
      ...account,
      balance: sek("10000.00"),
      nextDueDate: "2026-12-14",
      shortfall: sek("33250.00"),
      payBy: "2026-12-09",
      severity: "notice",
      asOf: "2026-11-23T05:02:00.000Z",
    },
  ],
};

export const forecast = {
  account,
  today: "2026-11-23",
  readAt: "2026-11-23T05:10:00.000Z",
  asOf: "2026-11-23T05:02:00.000Z",
  stale: false,
  balance: sek("10000.00"),
  enforcementBalance: sek("0.00"),
  accruedInterest: sek("0.00"),
  reserve: sek("0.00"),
  nextReconciliation: "2026-12-05",
  dueDates: [
    {
      dueDate: "2026-12-14",
      overdue: false,
      charges: [
        { text: "Arbetsgivaravgift november 2026", amount: sek("-23250.00"), decidedOn: "2026-11-20", estimated: false },
        { text: "Avdragen skatt november 2026", amount: sek("-20000.00"), decidedOn: "2026-11-20", estimated: false },
      ],
      change: sek("-43250.00"),
      balanceAfter: sek("-33250.00"),
      shortfall: sek("33250.00"),
      payments: [payment],
    },
  ],
  lowest: { date: "2026-12-14", balance: sek("-33250.00") },
  shortfall: sek("33250.00"),
  payBy: "2026-12-09",
  warnings: [],
};

const stamped = { account, asOf: "2026-11-23T05:02:00.000Z", nextReconciliation: "2026-12-05", information: [] };

export const balance = {
  ...stamped,
  balance: sek("10000.00"),
  enforcementBalance: sek("0.00"),
  accruedInterest: sek("0.00"),
  enforcementInterest: sek("0.00"),
  reference: payment.payTo.reference,
  referenceType: "OCR",
};

export const transactions = {
  ...stamped,
  from: "2026-01-01",
  booked: [{ date: "2026-11-12", text: "Inbetalning bokförd 261112", amount: sek("58000.00") }],
  upcoming: [
    {
      date: "2026-12-14",
      dueDate: "2026-12-14",
      decidedOn: "2026-11-20",
      text: "Arbetsgivaravgift november 2026",
      amount: sek("-23250.00"),
    },
  ],
};

export const payoutAccount = { ...stamped, payoutAccount: null };

export const payoutBlocks = { ...stamped, blocks: [{ id: "1", from: "2026-01-01", total: true }] };

export const registered = {
  id: "pay_2f1c5a9e7b3d4860",
  amount: sek("33250.00"),
  madeOn: "2026-12-08",
  expectedOn: "2026-12-11",
  expiresOn: "2026-12-17",
  registeredAt: "2026-12-08T09:14:00.000Z",
  status: "under-way",
  seenOn: null,
};

export const payments = { account, payments: [registered] };

export const alerts = {
  account,
  alerts: [
    {
      id: "shortfall:2026-12-14:1",
      type: "shortfall.detected",
      timestamp: "2026-11-23T05:10:00.000Z",
      data: {
        account,
        dueDate: "2026-12-14",
        shortfall: sek("33250.00"),
        payments: [payment],
        severity: "notice",
        episode: `${account.id}:shortfall:2026-12-14`,
        forecastUrl: null,
        balance: sek("10000.00"),
        missing: sek("33250.00"),
      },
    },
  ],
};
