import { type AccountGroup, type Group, type Invitation, ROLES, type Role, type User } from "@saldovakt/domain";
import { html } from "hono/html";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import type { Markup } from "./layout.ts";
import { copyable } from "./pay.ts";
import type { View } from "./view.ts";

export interface PeoplePage {
  readonly users: readonly User[];
  readonly invitations: readonly Invitation[];
  readonly groups: readonly AccountGroup[];
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly now: string;
  readonly fault: string | null;
}

/** Who may sign in, who is invited, and the groups they are in. */
export function peoplePage(page: PeoplePage, view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const { users, invitations, groups, accounts, fault } = page;
  return html`<div class="masthead"><h1>${words.heading}</h1><p class="aside">${words.lead}</p></div>
${fault === null ? "" : html`<p class="wrong" role="alert">${fault}</p>`}
<section class="part" aria-labelledby="users"><h2 id="users" class="unseen">${words.heading}</h2><div class="sheet people">${users.map((user) => userPart(user, groups, view))}</div></section>
<section class="part" aria-labelledby="invite"><h2 id="invite">${words.invite.heading}</h2><form action="/people/invitations" method="post" class="sheet fields"><p class="aside">${words.invite.lead}</p>${membershipFields("new", { role: "reader", accounts: [], groups: [] }, groups, view)}${accountPicker("new", [], accounts, view)}<div><button type="submit" class="main">${words.invite.submit}</button></div></form></section>
${invitations.length === 0 ? "" : waitingPart(invitations, page.now, view)}
<section class="part" aria-labelledby="groups"><h2 id="groups">${words.group.heading}</h2><p class="aside">${words.group.lead}</p>
<div class="sheet people">${groups.length === 0 ? html`<p class="note">${words.group.none}</p>` : groups.map((group) => html`<p class="line"><a href="/people/groups/${group.id}">${group.name}</a> <small>${words.group.count(group.accounts.length)}</small></p>`)}</div>
<form action="/people/groups" method="post" class="sheet fields">${groupFields({ name: "", accounts: [] }, accounts, view)}<div><button type="submit" class="main">${words.group.add}</button></div></form></section>`;
}

const hidden = (action: string, text: string, className = "quiet"): Markup =>
  html`<form action="${action}" method="post"><button type="submit" class="${className}">${text}</button></form>`;

function userPart(user: User, groups: readonly AccountGroup[], view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const { id, name, role, createdAt, disabledAt } = user;
  const day = (at: string): string => view.day(at.slice(0, 10) as Parameters<View["day"]>[0]);
  const state = disabledAt === null ? words.active : words.shutOut(day(disabledAt));
  return html`<article class="person" aria-labelledby="${id}"><h3 id="${id}">${name}</h3>
<p class="aside small">${words.roles[role]} · ${reachText(user, view)} · ${state} · ${words.since.toLowerCase()} ${day(createdAt)}</p>
<details><summary>${words.change}</summary><form action="/people/users/${id}" method="post" class="fields">${membershipFields(id, user, groups, view)}<p><a href="/people/users/${id}">${words.single.choose}</a></p><div><button type="submit" class="main">${words.save}</button></div></form>
<div class="acts">${disabledAt === null ? html`${hidden(`/people/users/${id}/link`, words.link)}${hidden(`/people/users/${id}/shut-out`, words.shut)}` : hidden(`/people/users/${id}/let-in`, words.letIn)}</div>${eraseForm(id, view)}<p class="aside small">${words.eraseNote}</p></details></article>`;
}

/** What cannot be undone takes more than one press of a button, with a script or without. */
function eraseForm(id: string, view: View): Markup {
  const { erase, eraseConfirm } = PEOPLE_TEXTS[view.language];
  return html`<form action="/people/users/${id}/erase" method="post" class="fields"><label class="box"><input type="checkbox" name="confirm" value="yes" required="required"> ${eraseConfirm}</label><div><button type="submit" class="quiet">${erase}</button></div></form>`;
}

type Reaching = Pick<User, "role" | "accounts" | "groups">;

const reachesEverything = ({ role, accounts }: Reaching): boolean => role === "owner" || accounts === null;

function reachText(user: Reaching, view: View): string {
  const words = PEOPLE_TEXTS[view.language];
  return reachesEverything(user) ? words.all : words.reaches(user.accounts?.length ?? 0, user.groups.length);
}

/** Role, and reach as far as it is all accounts or groups of them. */
function membershipFields(id: string, user: Reaching, groups: readonly Group[], view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const option = (role: Role): Markup =>
    html`<option value="${role}"${role === user.role ? html` selected="selected"` : ""}>${words.roles[role]}</option>`;
  const box = (name: string, value: string, label: string, checked: boolean): Markup =>
    html`<label class="box"><input type="checkbox" name="${name}" value="${value}"${checked ? html` checked="checked"` : ""}> ${label}</label>`;
  return html`<div class="field"><label for="role-${id}">${words.role}</label><select id="role-${id}" name="role" aria-describedby="roles-${id}">${ROLES.map(option)}</select><ul class="aside small" id="roles-${id}">${ROLES.map((role) => html`<li><strong>${words.roles[role]}</strong> ${words.mayDo[role]}</li>`)}</ul></div>
<fieldset><legend>${words.accounts}</legend>${box("all", "yes", words.all, user.role !== "owner" && user.accounts === null)}${groups.map((group) => box("groups", group.id, group.name, user.groups.includes(group.id)))}</fieldset>`;
}

/**
 * Single accounts to choose from, those chosen first. There may be hundreds, so the list is folded and scrolls, and a script offers to narrow it; it says itself
 * that it was shown, since a form without it leaves single accounts as they are.
 */
function accountPicker(id: string, chosen: readonly string[], accounts: Named, view: View): Markup {
  const { single } = PEOPLE_TEXTS[view.language];
  const held = new Set(chosen);
  const ordered = [...accounts.filter((account) => held.has(account.id)), ...accounts.filter((account) => !held.has(account.id))];
  const box = (account: Named[number]): Markup =>
    html`<label class="box"><input type="checkbox" name="accounts" value="${account.id}"${held.has(account.id) ? html` checked="checked"` : ""}> <span>${account.name}</span></label>`;
  return html`<details class="picker"${held.size > 0 ? html` open="open"` : ""}><summary>${single.heading} <small>${single.chosen(held.size, accounts.length)}</small></summary><input type="hidden" name="single" value="yes"><p class="aside small" id="single-${id}">${single.hint}</p><div class="field" hidden="hidden"><label for="narrow-${id}">${single.narrow}</label><input id="narrow-${id}" type="search" autocomplete="off"></div><div class="picks" role="group" aria-label="${single.heading}" aria-describedby="single-${id}">${ordered.map(box)}</div></details>`;
}

/** One user, with the accounts to choose from. */
export function userPage(user: User, groups: readonly Group[], accounts: Named, view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const { id, name, role } = user;
  return html`<p class="crumb"><a href="/people">← ${words.heading}</a></p>
<div class="title"><h1>${name}</h1></div><p class="aside">${words.roles[role]} · ${reachText(user, view)}</p>
<form action="/people/users/${id}" method="post" class="sheet fields user">${membershipFields(id, user, groups, view)}${accountPicker(id, user.accounts ?? [], accounts, view)}<div><button type="submit" class="main">${words.save}</button></div></form>`;
}

function waitingPart(invitations: readonly Invitation[], now: string, view: View): Markup {
  const { waiting, roles } = PEOPLE_TEXTS[view.language];
  const row = (invitation: Invitation): Markup => {
    const { id, purpose, role, expiresAt } = invitation;
    const until = expiresAt <= now ? waiting.over : waiting.until(view.moment(expiresAt, "skatteverket"));
    return html`<div class="line"><span>${purpose === "join" ? waiting.join : waiting.signIn} · ${roles[role]} · ${reachText(invitation, view)} · ${until}</span> ${hidden(`/people/invitations/${id}/withdraw`, waiting.withdraw)}</div>`;
  };
  return html`<section class="part" aria-labelledby="waiting"><h2 id="waiting">${waiting.heading}</h2><div class="sheet people">${invitations.map(row)}</div></section>
`;
}

type Named = PeoplePage["accounts"];

function groupFields(group: Pick<AccountGroup, "name" | "accounts">, accounts: Named, view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  const held = new Set<string>(group.accounts);
  return html`<div class="field"><label for="group-name">${words.name}</label><input id="group-name" name="name" required="required" maxlength="200" autocomplete="off" value="${group.name}"></div>
<div class="field"><label for="group-accounts">${words.group.pick}</label><select id="group-accounts" name="accounts" multiple="multiple" size="10">${accounts.map((account) => html`<option value="${account.id}"${held.has(account.id) ? html` selected="selected"` : ""}>${account.name}</option>`)}</select></div>`;
}

/** One group, to be changed. */
export function groupPage(group: AccountGroup, accounts: Named, view: View): Markup {
  const words = PEOPLE_TEXTS[view.language];
  return html`<p class="crumb"><a href="/people">← ${words.heading}</a></p>
<div class="title"><h1>${group.name}</h1></div>
<form action="/people/groups/${group.id}" method="post" class="sheet fields">${groupFields(group, accounts, view)}<div><button type="submit" class="main">${words.group.save}</button></div></form>
<div class="acts">${hidden(`/people/groups/${group.id}/remove`, words.group.remove)}</div>`;
}

/** A link that was made just now, shown this once. */
export function linkPage(address: string, until: string, view: View): Markup {
  const { made } = PEOPLE_TEXTS[view.language];
  return html`<p class="crumb"><a href="/people">← ${made.back}</a></p>
<div class="title"><h1>${made.heading}</h1></div>
<div class="sheet padded"><p>${made.once} ${made.until(until)}</p><dl class="single"><dt>${made.address}</dt><dd>${copyable(address, made.address.toLowerCase(), view)}</dd></dl></div>`;
}
