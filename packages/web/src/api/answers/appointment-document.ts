import { type Account, type Appointee, type Appointment, appointmentText, type Language, ombudLetter } from "@saldovakt/domain";
import { referenceOf } from "@saldovakt/service";

export interface AppointmentShown {
  readonly account: Account;
  readonly stands: Appointment;
  /** With the client's own link where there is one. */
  readonly appointee: Appointee;
  readonly language: Language;
  /** To whoever may change the account, whom to appoint, the links and the letter as well. */
  readonly full: boolean;
  readonly page: string | null;
}

/** An account's permission as the API tells it. */
export function appointmentDocument({ account, stands, appointee, language, full, page }: AppointmentShown) {
  const { state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt } = stands;
  const { headline, whose, steps } = appointmentText(stands, appointee, language, { discreet: !full });
  const letter = (of: "sv" | "en") => ombudLetter(stands, account, appointee, of, page);
  const open = full && steps.length > 0;
  return {
    account: referenceOf(account),
    ...{ state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt },
    openedAt: account.appointing?.openedAt ?? null,
    headline,
    whose,
    steps,
    link: { expiresAt: null, ...appointee.link },
    page: open ? page : null,
    appointee: full ? { organisation: appointee.organisation, name: appointee.name } : null,
    letter: open ? { sv: letter("sv"), en: letter("en") } : null,
  };
}
