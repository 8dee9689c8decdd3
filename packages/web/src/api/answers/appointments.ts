import { may, NO_APPOINTEE } from "@saldovakt/domain";
import { appointment, askedForPermission } from "@saldovakt/service";
import { refuse } from "../problem.ts";
import type { Answer, Asked, Asking } from "./asking.ts";

/** Whose permission an account waits for. */
export const appointmentAnswers = (asking: Asking) => {
  const { ports } = asking;
  const { appointee = NO_APPOINTEE } = ports;
  const documentOf = async ({ c, asker, account: { id } }: Asked, ask = false) => {
    let watched = await ports.watch.records.account(id);
    if (!watched) throw refuse(c, "ACCOUNT_UNKNOWN");
    if (ask) watched = { ...watched, ...(await askedForPermission(watched, appointee, { book: ports.book, clock: ports.watch.clock })) };
    const { account } = watched;
    const full = may(asker.principal, "account.change", id).permitted;
    const { appointmentDocument } = await import("./appointment-document.ts");
    const { language } = ports.watch.policyFor(account);
    return c.json(appointmentDocument(account, appointment(watched, appointee), appointee, language, full));
  };
  return {
    appointment: asking.about("appointment", (asked) => documentOf(asked)),
    askForAppointment: asking.about("askForAppointment", (asked) => documentOf(asked, true)),
  } satisfies Record<string, Answer>;
};
