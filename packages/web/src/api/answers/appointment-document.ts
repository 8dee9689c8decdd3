import { type Account, type Appointee, type Appointment, appointmentText, type Language, ombudLetter } from "@saldovakt/domain";
import { referenceOf } from "@saldovakt/service";

/** An account's permission as the API tells it. `full`: to whoever may change the account, whom to appoint and the letter as well. */
export function appointmentDocument(account: Account, stands: Appointment, appointee: Appointee, language: Language, full: boolean) {
  const { state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt } = stands;
  const { headline, whose, steps } = appointmentText(stands, appointee, language, { discreet: !full });
  const letter = (of: "sv" | "en") => ombudLetter(stands, account, appointee, of);
  return {
    account: referenceOf(account),
    ...{ state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt },
    headline,
    whose,
    steps,
    link: appointee.link,
    appointee: full ? { organisation: appointee.organisation, name: appointee.name } : null,
    letter: full && steps.length > 0 ? { sv: letter("sv"), en: letter("en") } : null,
  };
}
