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
    severity: { critical: "Brådskande", warning: "Viktigt", notice: "Besked", ok: "Besked" },
    open: "Öppna kontot i Saldovakt",
    why: "Du får det här brevet för att din adress står som mottagare av Saldovakts besked om skattekonton.",
    unsubscribe: "Avsluta utskicken till den här adressen",
    unsubscribeOtherwise: "Vill du inte ha dem längre, be den som sköter Saldovakt hos er att ta bort adressen.",
    chart: "Rad och belopp",
  },
  nb: {
    severity: { critical: "Haster", warning: "Viktig", notice: "Beskjed", ok: "Beskjed" },
    open: "Åpne kontoen i Saldovakt",
    why: "Du får dette brevet fordi adressen din står som mottaker av Saldovakts beskjeder om skattekontoer.",
    unsubscribe: "Avslutt utsendelsene til denne adressen",
    unsubscribeOtherwise: "Vil du ikke ha dem lenger, be den som har ansvar for Saldovakt hos dere, om å fjerne adressen.",
    chart: "Rad og beløp",
  },
  en: {
    severity: { critical: "Urgent", warning: "Important", notice: "Notice", ok: "Notice" },
    open: "Open the account in Saldovakt",
    why: "You get this letter because your address is listed to be told by Saldovakt about tax accounts.",
    unsubscribe: "Stop mail to this address",
    unsubscribeOtherwise: "To get no more of them, ask whoever runs Saldovakt for you to take the address off.",
    chart: "Row and amount",
  },
};
