import type { RouteName } from "../../route.ts";
import * as examples from "../access-examples.ts";
import { AuditLog, Group, Groups, InvitationLink, Invitations, requests, User, UserExport, Users } from "../schemas.ts";
import { cursor, type Described, json, KEYED, ok, type Parameter, pageOf, WITH_BODY } from "./described.ts";

const OF_ONE = [...KEYED, 404] as const;

const of = { tag: "People", scope: "admin", problems: KEYED } as const;
const ofOne = { ...of, problems: OF_ONE } as const;

const day = (name: "from" | "to", description: string): Parameter => ({ name, description, schema: { type: "string", format: "date" } });

const PERIOD: readonly Parameter[] = [
  day("from", "The first day, of UTC; the log's first unless given."),
  day("to", "The last day, of UTC; today unless given."),
  { name: "account", description: "Only what was done to this account.", schema: { type: "string", pattern: "^acc_[0-9a-z]{20}$" } },
  { name: "by", description: "Only what was done by this user or key.", schema: { type: "string", pattern: "^[\\w:.-]{1,100}$" } },
];

export const ACCESS = {
  listUsers: { ...of, summary: "Who may sign in", answers: ok("The users.", json(Users, examples.users)) },
  user: { ...ofOne, summary: "A user", answers: ok("The user.", json(User, examples.user)) },
  changeUser: {
    ...of,
    summary: "Change what a user may do",
    description:
      "It holds from their next request on: sessions are not over by it, but let them do no more than they may by then. `disabled: true` ends every session at once.",
    body: json(requests.UserChange, examples.userChange),
    answers: ok("The user as they stand now.", json(User, examples.user)),
    problems: [...OF_ONE, 409, ...WITH_BODY],
  },
  eraseUser: {
    ...of,
    summary: "Erase a user",
    description:
      "Their name, their sessions, the links that would let them in and the calendars they made. Recipients that an owner added are told on, as another owner's; those that somebody else added end with their rights and are erased: the audit log has a line for each. It keeps their opaque id, which then leads to nobody.",
    answers: { 204: { description: "They are gone." } },
    problems: [...OF_ONE, 409],
  },
  exportUser: {
    ...ofOne,
    summary: "Everything that is held of a user",
    conditional: false,
    answers: ok("For themselves, on request.", json(UserExport, examples.userExport)),
  },
  addSignInLink: {
    ...of,
    summary: "Make a link by which a user signs in again",
    description: "It holds for 24 hours and lets them in once. Hand it over where nobody else reads it.",
    answers: { 201: { description: "The link.", content: json(InvitationLink, examples.signInLink) } },
    problems: [...OF_ONE, 409],
  },
  listGroups: { ...of, summary: "Groups of accounts", answers: ok("The groups.", json(Groups, examples.groups)) },
  addGroup: {
    ...of,
    summary: "Make a group",
    body: json(requests.NewGroup, examples.newGroup),
    answers: { 201: { description: "The group.", content: json(Group, examples.group) } },
    problems: [...KEYED, ...WITH_BODY],
  },
  group: { ...ofOne, summary: "A group", answers: ok("The group.", json(Group, examples.group)) },
  changeGroup: {
    ...of,
    summary: "Change a group",
    description: "Whoever is in it reaches its accounts from the next request on. `accounts` is the whole list.",
    body: json(requests.GroupChange, examples.groupChange),
    answers: ok("The group as it stands now.", json(Group, examples.group)),
    problems: [...OF_ONE, ...WITH_BODY],
  },
  removeGroup: {
    ...ofOne,
    summary: "Remove a group",
    description: "Its accounts stay watched; whoever reached them by the group alone reaches them no more.",
    answers: { 204: { description: "It is gone." } },
  },
  listInvitations: { ...of, summary: "Links that were not used", answers: ok("The invitations.", json(Invitations, examples.invitations)) },
  addInvitation: {
    ...of,
    summary: "Invite somebody",
    description:
      "The link holds for seven days and makes one user, once. They choose their name themselves, after they were told what they will see.",
    body: json(requests.NewInvitation, examples.newInvitation),
    answers: { 201: { description: "The invitation and its link.", content: json(InvitationLink, examples.invitationLink) } },
    problems: [...KEYED, ...WITH_BODY],
  },
  removeInvitation: {
    ...ofOne,
    summary: "Take an invitation back",
    answers: { 204: { description: "Its link lets nobody in." } },
  },
  audit: {
    ...of,
    summary: "Who did what",
    description:
      "Changes each time, readings and refusals of the same kind once an hour. Lines hold opaque ids and codes alone, and are kept as long as alerts are.",
    query: [...PERIOD, pageOf(500, 100), cursor("before")],
    answers: ok("The lines.", json(AuditLog, examples.auditLog)),
  },
  auditCsv: {
    ...of,
    summary: "Who did what, as a table",
    conditional: false,
    query: PERIOD,
    answers: ok("Every line of the period, the newest first.", { type: "text/csv" }),
  },
  auditLines: {
    ...of,
    summary: "Who did what, as JSON lines",
    conditional: false,
    query: PERIOD,
    answers: ok("Every line of the period, one document a line, the newest first.", { type: "application/jsonl" }),
  },
} as const satisfies Partial<Record<RouteName, Described>>;
