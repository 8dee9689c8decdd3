/** Examples for the document: an invented company, and the figures of one forecast throughout. */

const sek = (amount: string) => ({ currency: "SEK", amount });

const reference = { id: "acc_4q8v0x2m6z1c9r7t5w3k", source: "skatteverket", name: "Exempel AB" };

const payment = {
  amount: sek("33250.00"),
  payBy: "2026-12-09",
  payTo: {
    scheme: "bankgiro",
    number: "5050-1055",
    name: "Skatteverket",
    reference: "1655999999915",
    referenceType: "OCR",
    iban: "SE5680000890119646240516",
    bic: "SWEDSESS",
  },
};

export const accounts = {
  accounts: [
    {
      ...reference,
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
  account: reference,
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

const stamped = { account: reference, asOf: "2026-11-23T05:02:00.000Z", nextReconciliation: "2026-12-05", information: [] };

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

export const payments = { account: reference, payments: [registered] };

export const alertMessage = {
  type: "shortfall.detected",
  timestamp: "2026-11-23T05:10:00.000Z",
  data: {
    account: reference,
    dueDate: "2026-12-14",
    shortfall: sek("33250.00"),
    payments: [payment],
    severity: "notice",
    episode: `${reference.id}:shortfall:2026-12-14`,
    forecastUrl: `https://saldovakt.example/v1/accounts/${reference.id}/forecast`,
    balance: sek("10000.00"),
    missing: sek("33250.00"),
  },
};

export const alerts = { account: reference, alerts: [{ id: "shortfall:2026-12-14:1", ...alertMessage }] };

export const newAccount = { identity: "165599999991", name: "Exempel AB", policy: { reserve: sek("5000.00"), language: "sv" } };

export const account = {
  ...reference,
  reading: "authority",
  origin: "command",
  addedAt: "2026-11-20T08:00:00.000Z",
  policy: { reserve: sek("5000.00"), language: "sv" },
  payFrom: { iban: "SE…7466", bic: "ESSESESS" },
};

export const accountChange = {
  policy: { reserve: null, payDaysBefore: 2 },
  payFrom: { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" },
};

export const newPayment = { amount: sek("33250.00"), madeOn: "2026-12-08" };

export const calendars = {
  calendars: [
    {
      id: "key_0123456789abcdef",
      accounts: ["acc_4q8v0x2m6z1c9r7t5w3k"],
      createdAt: "2026-11-20T09:12:00.000Z",
      lastUsedAt: "2026-11-23T06:00:00.000Z",
    },
  ],
};

export const calendarAddress = { id: "key_0123456789abcdef", address: "https://saldovakt.example/calendar/svk_….ics" };

export const statement = "Exempel AB;165599999991\n2026-05-03;Ing\u00e5ende saldo 2026-05-03;0\n";

export const imported = { account: reference, rows: 214, from: "2025-05-03", to: "2026-11-20", forecast };

export const newRecipient = { channel: "webhook", url: "https://hooks.example.se/saldovakt", accounts: [reference.id] };

export const recipient = {
  key: "b4d4edb0dc8f1b04",
  channel: "webhook",
  origin: "command",
  target: "https://hooks.example.se/…",
  accounts: [reference.id],
  language: null,
  discreet: null,
  createdAt: "2026-11-20T08:05:00.000Z",
  by: { kind: "key", id: "key_0123456789abcdef" },
  disabled: false,
  told: true,
  untold: null,
  secrets: [{ until: null }],
};

export const recipients = { recipients: [recipient] };

export const recipientWithSecret = { ...recipient, secret: "whsec_…" };

export const recipientChange = { accounts: null, discreet: true };

export const queued = { id: "msg_3f6a1c9e2b7d4058a1c3e5f7092b4d6f" };

export const deliveries = {
  deliveries: [
    {
      id: queued.id,
      account: reference.id,
      type: "shortfall.detected",
      alert: "shortfall:2026-12-14:1",
      status: "delivered",
      attempts: 1,
      firstAt: "2026-11-23T05:10:02.000Z",
      lastAt: "2026-11-23T05:10:02.000Z",
      fault: null,
      of: null,
    },
  ],
};

export const appointment = {
  account: reference,
  state: "asked",
  waitsFor: "client",
  owner: "company",
  asked: { at: "2026-11-20T08:10:00.000Z", link: "start-page" },
  refusedSince: "2026-11-20T05:10:00.000Z",
  readBefore: false,
  grantedAt: null,
  openedAt: null,
  headline: "V\u00e4ntar p\u00e5 kundens beh\u00f6righet",
  whose: "Skatteverket svarar att beh\u00f6righet saknas (felkod 6).",
  steps: ["\u00d6ppna Skatteverkets e-tj\u00e4nst Ombud och beh\u00f6righeter."],
  link: { url: "https://www.skatteverket.se/", kind: "start-page", expiresAt: null },
  page: null,
  appointee: { organisation: "165781006662", name: "Byr\u00e5n Exempel AB" },
  letter: null,
};
