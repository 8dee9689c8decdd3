import type { Account, AskedPermission, ClientLink, ReadPermission } from "./account.ts";
import type { Instant } from "./dates.ts";

/**
 * The e-service Ombud och behörigheter, as Skatteverket's own pages link to it; its page holds the forms on paper as well. No parameter of it is documented:
 * links with the role filled in come from Skatteverket alone (Ombudshantering, "hämta djuplänk för att utse ombud"), one by one, and end after some weeks.
 */
export const OMBUD_SERVICE_URL =
  "https://www.skatteverket.se/foretag/etjansterochblanketter/allaetjanster/tjanster/ombudochbehorigheter.4.18e1b10334ebe8bc80005609.html";

/** Skatteverket's felkod 6, "Auktorisation saknas (Ombudsbehörighet saknas)", as our fault: the one that a permission cures. */
export const NOT_AUTHORISED = "SKV_NOT_AUTHORISED";

/** Who is to be appointed juridiskt läsombud, and where. */
export interface Appointee {
  /** `expiresAt`: of one made for this client alone. */
  readonly link: { readonly url: string; readonly kind: AskedPermission["link"]; readonly expiresAt?: Instant };
  /** Twelve digits: of the certificate's organisation, to which the role must be given. Null where nobody has said. */
  readonly organisation: string | null;
  readonly name: string | null;
}

export const NO_APPOINTEE: Appointee = { link: { url: OMBUD_SERVICE_URL, kind: "start-page" }, organisation: null, name: null };

/** Who is to be appointed, by what the installation says; the e-service's start page where it names no address. */
export function appointeeOf(said: { readonly organisation?: string; readonly name?: string; readonly link?: string } = {}): Appointee {
  return {
    link: said.link === undefined ? NO_APPOINTEE.link : { url: said.link, kind: "configured" },
    organisation: said.organisation ?? null,
    name: said.name ?? null,
  };
}

/** The link that Skatteverket made for this client, while it holds. */
export const clientLinkOf = ({ appointing }: Pick<Account, "appointing">, now: Instant): ClientLink | null =>
  appointing?.link && now < appointing.link.expiresAt ? appointing.link : null;

/** The same appointee, with the client's own link in place of the one for everybody where there is one that holds. */
export function forClient(appointee: Appointee, account: Pick<Account, "appointing">, now: Instant): Appointee {
  const link = clientLinkOf(account, now);
  return link === null ? appointee : { ...appointee, link: { ...link, kind: "client" } };
}

/** Whose account it is, as far as it decides who appoints an ombud, and how. */
export type OwnerKind = "company" | "sole-trader" | "estate";

/** The group of organisation numbers that estates of the deceased (dödsbon) are given. */
const ESTATES = "1";

/**
 * By the identity: 19 and 20 begin a person's number. Under 16, an estate has a number of its own group, or keeps the dead person's, whose month stands where
 * an organisation number has 20 or more.
 */
export function ownerKind(identity: string): OwnerKind {
  if (!identity.startsWith("16")) return "sole-trader";
  const number = identity.slice(2);
  return number.startsWith(ESTATES) || Number(number.slice(2, 4)) < 20 ? "estate" : "company";
}

export type AppointmentState = "not-needed" | "not-asked" | "asked" | "granted" | "missing" | "withdrawn";

/** What stands between us and an account's figures. */
export interface Appointment {
  /**
   * `not-needed`: nobody is read, another country's, or our own account. `not-asked`: nothing was asked for, and no reading tells. `asked`: asked for, and not
   * read since. `granted`: it can be read. `missing`: refused, and the owner was not asked. `withdrawn`: read before, then refused.
   */
  readonly state: AppointmentState;
  readonly owner: OwnerKind;
  /** Whose turn it is. `client`: to appoint. `certificate`: the account is our own and refused all the same, so the certificate is another organisation's. */
  readonly waitsFor: "client" | "certificate" | null;
  readonly asked: AskedPermission | null;
  readonly refusedSince: Instant | null;
  /** Refused, and it could be read before. */
  readonly readBefore: boolean;
  /** Null where it has been readable from the start. */
  readonly grantedAt: Instant | null;
}

/** `isRead`: whether the authority has ever been read for it. `organisation`: the certificate's, twelve digits, where it is known. */
export function appointmentOf(
  account: Pick<Account, "source" | "identity" | "reading" | "ombud" | "permission">,
  isRead: boolean,
  organisation: string | null,
): Appointment {
  const { permission = {}, ombud: asked } = account;
  const applies = account.source === "skatteverket" && account.reading !== "statement";
  const own = organisation !== null && account.identity === organisation;
  const { refusedSince, grantedAt, readBefore } = permission;
  const facts = {
    owner: ownerKind(account.identity),
    asked: asked ?? null,
    refusedSince: refusedSince ?? null,
    readBefore: refusedSince !== undefined && readBefore === true,
    grantedAt: grantedAt ?? null,
  };
  // What somebody reads by signing in says nothing of what we may read unattended, and asks for nothing by itself.
  const signsIn = applies && account.reading !== undefined;
  if (signsIn && !own) return asked ? { ...facts, state: "asked", waitsFor: "client" } : { ...facts, state: "not-asked", waitsFor: null };
  if (!applies) return { ...facts, state: "not-needed", waitsFor: null };
  if (refusedSince !== undefined) {
    if (own) return { ...facts, state: "missing", waitsFor: "certificate" };
    // Somebody who was asked before the permission ended has not been asked to renew it.
    const isAsked = asked !== undefined && (!facts.readBefore || asked.at >= refusedSince);
    return { ...facts, state: isAsked ? "asked" : facts.readBefore ? "withdrawn" : "missing", waitsFor: "client" };
  }
  if (own) return { ...facts, state: "not-needed", waitsFor: null };
  if (isRead || grantedAt !== undefined) return { ...facts, state: "granted", waitsFor: null };
  return asked === undefined ? { ...facts, state: "not-asked", waitsFor: null } : { ...facts, state: "asked", waitsFor: "client" };
}

/** After a reading that was refused for want of the permission. The same object when nothing is new. */
export function permissionRefused(permission: ReadPermission | undefined, readBefore: boolean, now: Instant): ReadPermission {
  if (permission?.refusedSince !== undefined) return permission;
  return { refusedSince: now, ...(readBefore || permission?.grantedAt !== undefined ? { readBefore: true } : {}) };
}

/** After a good reading. Undefined where there is nothing to tell: it was never refused nor asked for. */
export function permissionGiven({ permission, ombud }: Pick<Account, "permission" | "ombud">, now: Instant): ReadPermission | undefined {
  if (permission?.refusedSince === undefined && (permission !== undefined || ombud === undefined)) return permission;
  return { grantedAt: now };
}
