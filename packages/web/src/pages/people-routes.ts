import {
  type AccountId,
  type ChangeCode,
  type GroupId,
  inputError,
  isAccountId,
  isGroupId,
  isUserId,
  type Membership,
  ROLES,
  SaldovaktError,
} from "@saldovakt/domain";
import {
  addGroup,
  changeGroup,
  changesOfUser,
  changeUser,
  eraseUser,
  type Invited,
  invite,
  removeGroup,
  signInLink,
} from "@saldovakt/service";
import { field, readFormOrWhy } from "../access/form.ts";
import { erasePorts, makerOf, peoplePorts } from "../access/people-ports.ts";
import type { WebApp } from "../api/app.ts";
import { largestBody } from "../api/body.ts";
import { isInvitationId } from "../ids.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import { groupPage, linkPage, peoplePage, userPage } from "./people.ts";
import type { Asked, Pages } from "./respond.ts";
import { PAGE_ROUTES, type PageRouteName } from "./routes.ts";
import { tooLarge } from "./turned-away.ts";
import type { View } from "./view.ts";

/** What is wrong, in the reader's language; null for what is no fault of theirs. */
function toldOf(thrown: unknown, view: View): string | null {
  if (!(thrown instanceof SaldovaktError)) return null;
  const { fault } = PEOPLE_TEXTS[view.language];
  const found = Object.keys(fault).find((start) => thrown.code.startsWith(start));
  return found === undefined ? null : (fault[found] ?? null);
}

const sameOf = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each));

const formIncomplete = (): SaldovaktError =>
  inputError("FORM_INCOMPLETE", "the form lacks what it always has, or holds what it never offers", "load the page anew and send its form");

const isEmpty = ({ role, accounts, groups }: Membership): boolean =>
  role !== "owner" && accounts !== null && accounts.length === 0 && groups.length === 0;

/** Whoever is given nothing to see would find an empty list, and nobody would know why. */
function requireReach(wanted: Membership): void {
  if (isEmpty(wanted)) throw inputError("REACH_EMPTY", "nothing is chosen to see", "choose all accounts, a group, or single accounts");
}

/** What of a whole form differs from how a user stands, so that what is written down and done is what was changed. Owners reach all, whatever is said beside it. */
function changeTo(wanted: Membership, standing: Membership | null): Partial<Membership> {
  const { role, accounts, groups } = wanted;
  const isAll = accounts === null || standing?.accounts === null;
  const sameAccounts = standing && (isAll ? accounts === standing.accounts : sameOf(accounts, standing.accounts ?? []));
  // An owner who is none from now on reaches what is said, so it must be.
  const keepsReach = role === "owner" || (sameAccounts && standing.role !== "owner" && sameOf(groups, standing.groups));
  return { ...(role === standing?.role ? {} : { role }), ...(keepsReach ? {} : { accounts, groups }) };
}

/** People, groups and links, for owners. Each form answers with the page anew, so that loading it again does nothing twice. */
export function addPeople(app: WebApp, pages: Pages): void {
  const { ports, options, gate } = pages;
  const { people, watch } = ports;
  const all = peoplePorts(ports);

  async function accountNames() {
    const found: { id: string; name: string }[] = [];
    for await (const { account } of watch.accounts.accounts()) found.push({ id: account.id, name: account.name });
    return found.sort((a, b) => a.name.localeCompare(b.name, "sv"));
  }

  async function showPeople({ c, view, viewer }: Asked, fault: string | null = null): Promise<Response> {
    const [users, invitations, groups, accounts] = await Promise.all([
      people.users(),
      people.invitations(),
      people.groups(),
      accountNames(),
    ]);
    const content = peoplePage({ users, invitations, groups, accounts, now: ports.now(), fault }, view);
    const { heading } = PEOPLE_TEXTS[view.language];
    return pages.show(c, { title: heading, content, viewer, current: "people", address: "/people", status: fault === null ? 200 : 400 });
  }

  const get = (route: PageRouteName, answer: (asked: Asked) => Promise<Response>): void => {
    app.get(PAGE_ROUTES[route].path, pages.known(route, answer));
  };

  /** A form that leads back to the list, or says there what was wrong. */
  const post = (route: PageRouteName, work: (asked: Asked, form: FormData) => Promise<Response | undefined>): void => {
    const { path } = PAGE_ROUTES[route];
    app.post(
      path,
      pages.known(route, async (asked) => {
        const { c, view } = asked;
        const read = await readFormOrWhy(c, largestBody(c.req.path));
        // A part of what was chosen is not what was chosen.
        if (read === "too large") return tooLarge(pages, c);
        const form = read instanceof FormData ? read : new FormData();
        try {
          return (await work(asked, form)) ?? c.redirect("/people", 303);
        } catch (thrown) {
          const told = toldOf(thrown, view);
          if (told === null) throw thrown;
          return showPeople(asked, told);
        }
      }),
    );
  };

  /** Every value of a field. What is no id is no choice of ours, and is not left out in silence. */
  function chosen<T extends string>(form: FormData, name: string, isOne: (value: string) => value is T): readonly T[] {
    const values = form.getAll(name).filter((value) => typeof value === "string");
    const ours = values.filter(isOne);
    if (ours.length < values.length) throw formIncomplete();
    return ours;
  }
  const groupsOf = (form: FormData): readonly GroupId[] => chosen(form, "groups", isGroupId);
  const accountsOf = (form: FormData): readonly AccountId[] => chosen(form, "accounts", isAccountId);
  /** Nothing is guessed: a form without a role, or a body that is no form, would make somebody a reader of nothing. */
  function membershipOf(form: FormData): Membership {
    const reach = { accounts: field(form, "all") === "yes" ? null : accountsOf(form), groups: groupsOf(form) };
    const role = ROLES.find((each) => each === field(form, "role"));
    if (role === undefined) throw formIncomplete();
    return { role, ...reach };
  }
  /** A group as it was typed. Nothing chosen is a choice, but no name at all is no form of ours. */
  function groupOf(form: FormData): { readonly name: string; readonly accounts: readonly AccountId[] } {
    const group = { name: field(form, "name"), accounts: accountsOf(form) };
    if (!form.has("name")) throw formIncomplete();
    return group;
  }

  /** Lets in a form that says itself what it changes. */
  async function changing({ c, viewer }: Asked, route: PageRouteName, changes: readonly ChangeCode[]): Promise<void> {
    gate.asks(c, changes);
    await gate.enter(c, viewer.principal, PAGE_ROUTES[route].action, null);
  }

  async function showLink({ c, view, viewer }: Asked, { invitation, token }: Invited): Promise<Response> {
    await gate.made(c, { about: invitation.id });
    const host = options.publicUrl ?? new URL(c.req.url).origin;
    const content = linkPage(`${host}/join/${token}`, view.moment(invitation.expiresAt, "skatteverket"), view);
    return pages.show(c, { title: PEOPLE_TEXTS[view.language].made.heading, content, viewer, current: "people", address: "/people" });
  }

  get("people", showPeople);

  post("invite", async (asked, form) => {
    const wanted = membershipOf(form);
    requireReach(wanted);
    return showLink(asked, await invite(wanted, { ...all, by: makerOf(asked.viewer.principal) }));
  });

  post("uninvite", async ({ c }) => {
    const id = c.req.param("invitation") ?? "";
    return isInvitationId(id) && (await people.removeInvitation(id)) ? undefined : pages.notFound(c);
  });

  /** About the user in the path. */
  const user = (
    route: PageRouteName,
    work: (asked: Asked, id: Parameters<typeof people.user>[0], form: FormData) => Promise<Response | undefined>,
  ) =>
    post(route, async (asked, form) => {
      const id = asked.c.req.param("user") ?? "";
      return isUserId(id) ? work(asked, id, form) : pages.notFound(asked.c);
    });

  get("user", async ({ c, view, viewer }) => {
    const id = c.req.param("user") ?? "";
    const [user, groups, named] = await Promise.all([isUserId(id) ? people.user(id) : null, people.groups(), accountNames()]);
    if (!user) return pages.notFound(c);
    // What is theirs stays to be seen, also where it is read no longer.
    const listed = new Set(named.map((account) => account.id));
    const others = await Promise.all((user.accounts ?? []).filter((each) => !listed.has(each)).map((each) => ports.book.account(each)));
    const rest = others.flatMap((found) => (found ? [{ id: found.account.id as string, name: found.account.name }] : []));
    const content = userPage(user, groups, [...rest, ...named], view);
    return pages.show(c, { title: user.name, content, viewer, current: "people", address: `/people/users/${id}` });
  });
  post("changeUser", async (asked, form) => {
    const id = asked.c.req.param("user") ?? "";
    const standing = isUserId(id) ? await people.user(id) : null;
    const said = membershipOf(form);
    // A form in which single accounts cannot be chosen leaves them as they are, unless everything is given.
    const kept = field(form, "single") === "yes" || said.accounts === null ? {} : { accounts: standing?.accounts ?? [] };
    const wanted = { ...said, ...kept };
    // Single accounts may be taken away one by one; from all to none is a form in which nothing was chosen.
    if (standing?.role === "owner" || standing?.accounts === null) requireReach(wanted);
    const change = changeTo(wanted, standing);
    await changing(asked, "changeUser", changesOfUser(change));
    if (!isUserId(id)) return pages.notFound(asked.c);
    await changeUser(id, change, all);
    return undefined;
  });
  user("userLink", async (asked, id) => showLink(asked, await signInLink(id, { ...all, by: makerOf(asked.viewer.principal) })));
  user("shutOut", async (_, id) => void (await changeUser(id, { disabled: true }, all)));
  user("letIn", async (_, id) => void (await changeUser(id, { disabled: false }, all)));
  user("eraseUser", async ({ c, viewer }, id, form) => {
    if (field(form, "confirm") !== "yes")
      throw inputError("ERASE_UNCONFIRMED", "the box was not ticked", "tick it: nobody comes back who was erased");
    await eraseUser(id, erasePorts(c, viewer.principal, gate, ports));
    return undefined;
  });

  post("addGroup", async ({ c }, form) => {
    const { id } = await addGroup(groupOf(form), all);
    await gate.made(c, { about: id });
    return undefined;
  });

  get("group", async ({ c, view, viewer }) => {
    const group = (await people.groups()).find(({ id }) => id === c.req.param("group"));
    if (!group) return pages.notFound(c);
    const content = groupPage(group, await accountNames(), view);
    return pages.show(c, { title: group.name, content, viewer, current: "people", address: `/people/groups/${group.id}` });
  });
  post("changeGroup", async (asked, form) => {
    const id = asked.c.req.param("group") ?? "";
    const standing = (await people.groups()).find((group) => group.id === id);
    const { name, accounts } = groupOf(form);
    const change = {
      ...(name === standing?.name ? {} : { name }),
      ...(standing && sameOf(accounts, standing.accounts) ? {} : { accounts }),
    };
    await changing(asked, "changeGroup", Object.keys(change) as (keyof typeof change)[]);
    if (!isGroupId(id)) return pages.notFound(asked.c);
    await changeGroup(id, change, all);
    return undefined;
  });
  post("removeGroup", async ({ c }) => {
    const id = c.req.param("group") ?? "";
    if (!isGroupId(id)) return pages.notFound(c);
    await removeGroup(id, all);
    return undefined;
  });
}
