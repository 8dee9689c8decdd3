/** What the pages say where people come in, and do something. Amounts, days and moments come written out. */
export interface ToolTexts {
  readonly languages: string;
  readonly signIn: {
    readonly heading: string;
    readonly lead: string;
    readonly key: string;
    readonly keyHint: string;
    readonly submit: string;
    readonly wrong: string;
    limited(seconds: number): string;
    /** The page came over plain HTTP, where no browser keeps our cookie. */
    readonly insecure: string;
    readonly signedOut: string;
    readonly signOut: string;
  };
  readonly link: {
    /** Above a page that was opened by a link. */
    reading(until: string): string;
    readonly gone: { readonly heading: string; readonly text: string };
  };
  readonly refused: {
    readonly write: { readonly heading: string; readonly text: string };
    readonly elsewhere: { readonly heading: string; readonly text: string };
    readonly tooLarge: { readonly heading: string; readonly text: string };
  };
  readonly copy: {
    readonly button: string;
    readonly done: string;
    /** `what` is the label beside the value. */
    what(what: string): string;
  };
  readonly whatIf: {
    readonly heading: string;
    readonly lead: string;
    readonly amount: string;
    readonly day: string;
    readonly submit: string;
    readonly clear: string;
    readonly legend: string;
    readonly amountWrong: string;
    readonly dayWrong: string;
    dayOutside(first: string, last: string): string;
    readonly compare: string;
    readonly asItIs: string;
    withPayment(amount: string, day: string): string;
    readonly missing: string;
    readonly payBy: string;
    readonly lowest: string;
    arrives(day: string): string;
    readonly register: string;
  };
  readonly late: {
    readonly heading: string;
    readonly caption: string;
    readonly when: string;
    readonly cost: string;
    readonly onTime: string;
    readonly week: string;
    readonly inAWeek: string;
    readonly inAMonth: string;
    readonly month: string;
    /** `rate` in per cent, written out. */
    note(amount: string, rate: string): string;
    noteOverdue(amount: string, rate: string): string;
    readonly unconfirmed: string;
  };
  readonly payments: {
    readonly heading: string;
    readonly lead: string;
    readonly none: string;
    readonly amount: string;
    readonly madeOn: string;
    readonly expectedOn: string;
    readonly state: string;
    readonly submit: string;
    readonly withdraw: string;
    withdrawWhat(amount: string, day: string): string;
    readonly status: Readonly<Record<"under-way" | "seen" | "expired", string>>;
    seenOn(day: string): string;
    readonly wrong: string;
  };
  readonly acknowledge: {
    readonly button: string;
    what(alert: string): string;
    on(moment: string): string;
    readonly hint: string;
  };
  readonly files: {
    readonly heading: string;
    readonly qr: string;
    readonly qrNote: string;
    qrAlt(amount: string, day: string): string;
    readonly payment: string;
    readonly paymentAll: string;
    /** Of one due date with several payments. */
    paymentDay(count: number, day: string): string;
    /** The authority has not said where some of them go. */
    notAll(authority: string): string;
    /** In place of the file of a payment whose account number cannot be right. */
    noFile(authority: string): string;
    /** Beside a file whose payment has none. */
    noReference(reference: string): string;
    /** The company's own bank account is not known. */
    readonly noPayFrom: string;
    readonly csv: string;
    readonly csvNote: string;
    /** A file that cannot be had, by code. */
    readonly refused: { readonly heading: string; readonly why: Readonly<Record<string, string>> };
  };
  readonly calendar: {
    readonly heading: string;
    readonly note: string;
    readonly make: string;
    readonly made: string;
    readonly address: string;
    readonly once: string;
    readonly subscribe: string;
    readonly back: string;
  };
  readonly estimates: {
    readonly legend: string;
    readonly note: string;
    readonly covered: string;
    readonly range: (low: string, high: string) => string;
    readonly after: string;
  };
  readonly statement: {
    readonly nav: string;
    readonly heading: string;
    readonly lead: string;
    readonly file: string;
    readonly fileHint: string;
    readonly account: string;
    readonly newAccount: string;
    readonly name: string;
    readonly identity: string;
    readonly identityHint: string;
    readonly submit: string;
    readonly sumHeading: string;
    readonly opening: string;
    readonly rows: (count: number) => string;
    readonly closing: string;
    readonly balances: string;
    readonly done: string;
    readonly toAccount: string;
    readonly again: string;
    readonly missingFile: string;
    readonly tooLarge: string;
    readonly wrong: string;
    readonly line: (line: number) => string;
    readonly difference: (amount: string) => string;
    /** How many rows were new, and the days now known. */
    readonly taken: (rows: number, from: string, to: string) => string;
    /** What is wrong, by the fault's code; an underscore at the end stands for every code that begins so. */
    readonly fault: Readonly<Record<string, string>>;
  };
  /** What a warning asks of the reader, by its code. */
  readonly advice: Readonly<Record<string, string>>;
}
