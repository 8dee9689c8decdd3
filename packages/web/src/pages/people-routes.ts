import {
  type AccountId,
  type GroupId,
  isAccountId,
  isGroupId,
  isUserId,
  type Membership,
  ROLES,
  type Role,
  SaldovaktError,
} from "@saldovakt/domain";
import { addGroup, changeGroup, changeUser, eraseUser, type Invited, invite, removeGroup, signInLink } from "@saldovakt/service";
import { field, readForm } from "../access/form.ts";
import { peoplePorts } from "../access/people-ports.ts";
import { otherMethod, type WebApp } from "../api/app.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import { groupPage, linkPage, peoplePage } from "./people.ts";
import type { Asked, Pages } from "./respond.ts";
import { PAGE_ROUTES, type PageRouteName, pageMethods } from "./routes.ts";
import type { View } from "./view.ts";

/** As many accounts as a body may name. */
const LARGEST_FORM = 65_536;

const INVITATION_ID = /^inv_[0-9a-f]{16}$/;

/** What is wrong, in the reader's language; null for what is no fault of theirs. */
function toldOf(thrown: unknown, view: View): string | null {
  if (!(thrown instanceof SaldovaktError)) return null;
  const { fault } = PEOPLE_TEXTS[view.language];
  const found = Object.keys(fault).find((start) => thrown.code.startsWith(start));
  return found === undefined ? null : (fault[found] ?? null);
}

/** People, groups and links, for owners. Each form answers with the page anew, so that loading it again does nothing twice. */
export function addPeople(app: WebApp, pages: Pages): void {
  const { ports, options } = pages;
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
        const form = (await readForm(c, LARGEST_FORM)) ?? new FormData();
        try {
          return (await work(asked, form)) ?? c.redirect("/people", 303);
        } catch (thrown) {
          const told = toldOf(thrown, view);
          if (told === null) throw thrown;
          return showPeople(asked, told);
        }
      }),
    );
    app.all(path, otherMethod(pageMethods(path)));
  };

  const listed = (form: FormData, name: string): readonly string[] => form.getAll(name).filter((value) => typeof value === "string");
  const roleOf = (form: FormData): Role => ROLES.find((role) => role === field(form, "role")) ?? "reader";
  const groupsOf = (form: FormData): readonly GroupId[] => listed(form, "groups").filter(isGroupId);
  const accountsOf = (form: FormData): readonly AccountId[] => listed(form, "accounts").filter(isAccountId);

  async function showLink({ c, view, viewer }: Asked, { invitation, token }: Invited): Promise<Response> {
    const host = (options.publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, "");
    const content = linkPage(`${host}/join/${token}`, view.moment(invitation.expiresAt, "skatteverket"), view);
    return pages.show(c, { title: PEOPLE_TEXTS[view.language].made.heading, content, viewer, current: "people", address: "/people" });
  }

  get("people", showPeople);

  post("invite", async (asked, form) => {
    const accounts = field(form, "all") === "yes" ? null : [];
    return showLink(asked, await invite({ role: roleOf(form), accounts, groups: groupsOf(form) }, all));
  });

  post("uninvite", async ({ c }) => {
    const id = c.req.param("invitation") ?? "";
    return INVITATION_ID.test(id) && (await people.removeInvitation(id)) ? undefined : pages.notFound(c);
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

  user("changeUser", async (_, id, form) => {
    const standing = await people.user(id);
    // Accounts named one by one elsewhere stay, unless everything is given; whoever had everything keeps what is said.
    const accounts = field(form, "all") === "yes" ? null : (standing?.accounts ?? []);
    const membership: Membership = { role: roleOf(form), accounts, groups: groupsOf(form) };
    await changeUser(id, membership, all);
    return undefined;
  });
  user("userLink", async (asked, id) => showLink(asked, await signInLink(id, all)));
  user("shutOut", async (_, id) => void (await changeUser(id, { disabled: true }, all)));
  user("letIn", async (_, id) => void (await changeUser(id, { disabled: false }, all)));
  user("eraseUser", async (_, id) => void (await eraseUser(id, all)));

  post("addGroup", async (_, form) => void (await addGroup({ name: field(form, "name"), accounts: accountsOf(form) }, all)));

  get("group", async ({ c, view, viewer }) => {
    const group = (await people.groups()).find(({ id }) => id === c.req.param("group"));
    if (!group) return pages.notFound(c);
    const content = groupPage(group, await accountNames(), null, view);
    return pages.show(c, { title: group.name, content, viewer, current: "people", address: `/people/groups/${group.id}` });
  });
  post("changeGroup", async ({ c }, form) => {
    const id = c.req.param("group") ?? "";
    if (!isGroupId(id)) return pages.notFound(c);
    await changeGroup(id, { name: field(form, "name"), accounts: accountsOf(form) }, all);
    return undefined;
  });
  post("removeGroup", async ({ c }) => {
    const id = c.req.param("group") ?? "";
    if (!isGroupId(id)) return pages.notFound(c);
    await removeGroup(id, all);
    return undefined;
  });

  app.all("/people", otherMethod(pageMethods("/people")));
}
