import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Account, Appointment, ImportedStatement, requests } from "../schemas.ts";
import { type Described, json, KEYED, OF_ACCOUNT, ok, WITH_BODY } from "./described.ts";

const of = { tag: "Accounts", problems: OF_ACCOUNT } as const;

export const ACCOUNTS = {
  addAccount: {
    tag: "Accounts",
    summary: "Watch an account from now on",
    description:
      'One that is watched already is left as it is, whatever else the body says, and answered with 200; `PATCH` changes it. Only `reading: "authority"` has one that was known by statements alone read from now on. Needs a key that is not limited to some accounts. The account is read at the next pass, or by `forecast?fresh=true`.',
    scope: "write",
    body: json(requests.NewAccount, examples.newAccount),
    answers: {
      201: { description: "It is watched now.", content: json(Account, examples.account) },
      200: { description: "It was watched already.", content: json(Account, examples.account) },
    },
    problems: [...KEYED, ...WITH_BODY],
  },
  account: { ...of, summary: "How an account is watched", scope: "read", answers: ok("The account.", json(Account, examples.account)) },
  changeAccount: {
    ...of,
    summary: "Change an account's name, policy, or the account to pay from",
    description:
      "What is absent stays as it is; what is null goes back to the installation's (RFC 7396). The name of an account that the configuration lists is changed there.",
    scope: "write",
    body: json(requests.AccountChange, examples.accountChange),
    answers: ok("The account as it now stands.", json(Account, examples.account)),
    problems: [...OF_ACCOUNT, ...WITH_BODY],
  },
  removeAccount: {
    ...of,
    summary: "Watch an account no longer, and erase everything kept of it",
    description: "An account that the configuration lists is answered 409 with `ACCOUNT_CONFIGURED`: it would come back.",
    scope: "write",
    answers: { 204: { description: "It is gone." } },
  },
  appointment: {
    ...of,
    summary: "Whose permission the account waits for",
    conditional: false,
    description:
      "Another company's Swedish account can be read once the company has appointed you as juridiskt läsombud. Said from what readings met and from what was written down; the authority is not asked.",
    scope: "read",
    answers: ok("How it stands.", json(Appointment, examples.appointment)),
  },
  askForAppointment: {
    ...of,
    summary: "Write down that the account's owner was asked for permission",
    description: "Now; nothing is sent. Answers 409 with `OMBUD_NOT_NEEDED` where no client's permission is of any use.",
    scope: "write",
    answers: ok("How it stands now.", json(Appointment, examples.appointment)),
  },
  makeAppointmentLink: {
    ...of,
    summary: "Have Skatteverket make a link for the account's owner",
    description:
      "In it the role is chosen already, so that the client has fewer steps to take; it holds for three weeks. One that holds for another week is given again. Answers 409 with `OMBUD_LINKS_NOT_OFFERED` where the installation asks for none, and with `OMBUD_NOT_NEEDED` or `OMBUD_ON_PAPER` where it is of no use. Where Skatteverket refuses, `GET` still gives the address for everybody.",
    scope: "write",
    answers: ok("How it stands, with the link.", json(Appointment, examples.appointment)),
  },
  importStatement: {
    ...of,
    summary: "Bring in a statement of the account",
    description:
      "The CSV that Skatteverket's e-service exports (kontoutdrag), unchanged. Opening balance, rows and closing balance must agree. Statements may overlap and come in any order; the same one twice changes nothing. Nobody is told anything.",
    scope: "write",
    body: { type: "text/csv", example: examples.statement },
    answers: ok("What is known now.", json(ImportedStatement, examples.imported)),
    problems: [...OF_ACCOUNT, ...WITH_BODY],
  },
} as const satisfies Partial<Record<RouteName, Described>>;
