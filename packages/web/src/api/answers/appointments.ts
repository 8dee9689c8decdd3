import { forClient, may, NO_APPOINTEE } from "@saldovakt/domain";
import { appointment, askedForPermission, clientLinkFor, type WatchedAccount } from "@saldovakt/service";
import { pageForClient } from "../client-page.ts";
import { refuse } from "../problem.ts";
import type { Answer, Asked, Asking } from "./asking.ts";

/** Whose permission an account waits for. */
export const appointmentAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  const { appointee: everybodys = NO_APPOINTEE, clientLinks } = ports;
  const documentOf = async ({ c, asker, account: { id } }: Asked, changed?: (watched: WatchedAccount) => Promise<WatchedAccount>) => {
    const found = await ports.watch.records.account(id);
    if (!found) throw refuse(c, "ACCOUNT_UNKNOWN");
    const watched = changed ? { ...found, ...(await changed(found)) } : found;
    const { account } = watched;
    const full = may(asker.principal, "account.change", id).permitted;
    const { appointmentDocument } = await import("./appointment-document.ts");
    const { language } = ports.watch.policyFor(account);
    const appointee = full ? forClient(everybodys, account, ports.now()) : everybodys;
    const page = full ? await pageForClient(account, ports, options) : null;
    return c.json(appointmentDocument({ account, stands: appointment(watched, everybodys), appointee, language, full, page }));
  };
  const { book, now } = ports;
  return {
    appointment: asking.about("appointment", (asked) => documentOf(asked)),
    askForAppointment: asking.about("askForAppointment", (asked) =>
      documentOf(asked, (watched) => askedForPermission(watched, everybodys, { book, clock: ports.watch.clock })),
    ),
    makeAppointmentLink: asking.about("makeAppointmentLink", (asked) => {
      if (!clientLinks) throw refuse(asked.c, "OMBUD_LINKS_NOT_OFFERED");
      return documentOf(asked, (watched) => clientLinkFor(watched, everybodys, { book, links: clientLinks, now }));
    }),
  } satisfies Record<string, Answer>;
};
