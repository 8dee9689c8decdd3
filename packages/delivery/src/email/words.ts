import type { Language, Severity } from "@saldovakt/domain";

/** What stands around a letter that is sent as mail. */
export interface MailWords {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly open: string;
  readonly why: string;
  readonly unsubscribe: string;
  /** Where no link can be given. */
  readonly unsubscribeOtherwise: string;
  readonly chart: string;
}

export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = {
  sv: {
    severity: { critical: "Akut", warning: "Viktigt", notice: "Information", ok: "Information" },
    open: "Öppna kontot i Saldovakt",
    why: "Du får det här mejlet för att din adress är mottagare av Saldovakts larm om skattekonton.",
    unsubscribe: "Avregistrera den här adressen",
    unsubscribeOtherwise: "Vill du inte ha fler larm, be den som sköter Saldovakt hos er att ta bort adressen.",
    chart: "Post och belopp",
  },
  nb: {
    severity: { critical: "Haster", warning: "Viktig", notice: "Informasjon", ok: "Informasjon" },
    open: "Åpne kontoen i Saldovakt",
    why: "Du får denne e-posten fordi adressen din er mottaker av Saldovakts varsler om skattekontoer.",
    unsubscribe: "Meld av denne adressen",
    unsubscribeOtherwise: "Vil du ikke ha flere varsler, be den som har ansvar for Saldovakt hos dere, om å fjerne adressen.",
    chart: "Post og beløp",
  },
  en: {
    severity: { critical: "Urgent", warning: "Important", notice: "Notice", ok: "Notice" },
    open: "Open the account in Saldovakt",
    why: "You are receiving this e-mail because your address is registered for Saldovakt's alerts about tax accounts.",
    unsubscribe: "Unsubscribe this address",
    unsubscribeOtherwise: "To stop receiving alerts, ask whoever runs Saldovakt for you to remove the address.",
    chart: "Item and amount",
  },
};
