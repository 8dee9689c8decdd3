import { inputError, parseIdentity } from "@saldovakt/domain";
import type { SystemWire } from "./wire.ts";

/** What a system needs from its customers: single resources, or whole access packages. */
export interface Access {
  /** Ids in Altinn's resource register, such as `ske-krav-og-betalinger`. */
  readonly resources?: readonly string[];
  /** URNs, such as `urn:altinn:accesspackage:skattegrunnlag`. */
  readonly accessPackages?: readonly string[];
}

/** A text in the three languages Altinn shows it in. */
export interface LocalText {
  readonly nb: string;
  readonly nn: string;
  readonly en: string;
}

/** A system as its vendor registers it. */
export interface SystemDescription extends Access {
  /** Nine digits: the organisation that owns the client. */
  readonly vendorOrg: string;
  /** What makes the system's id, `{vendorOrg}_{name}`: letters, digits, `-` and `_`. */
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  /** The clients of Maskinporten that speak for the system; a client speaks for one system only. */
  readonly clientIds: readonly string[];
  /** Whether customers find the system in Altinn by themselves. */
  readonly visible?: boolean;
  /** https addresses a customer may be sent back to after approving. */
  readonly redirectUrls?: readonly string[];
}

/** A system as Altinn's register has it. */
export interface RegisteredSystem extends Required<Access> {
  readonly id: string;
  /** Empty where the register has no text in a language. */
  readonly title: LocalText;
  readonly description: LocalText;
  readonly clientIds: readonly string[];
  readonly redirectUrls: readonly string[];
  readonly visible: boolean;
  readonly deleted: boolean;
}

/** The id the system has, or will have. Throws `ALTINN_NAME_INVALID`, or what `parseIdentity` throws. */
export function systemIdOf({ vendorOrg, name }: Pick<SystemDescription, "vendorOrg" | "name">): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(name)) {
    throw inputError("ALTINN_NAME_INVALID", "the system's name holds something else than letters and digits", "write it like saldovakt");
  }
  return `${parseIdentity(vendorOrg).number}_${name}`;
}

/** Resources and access packages in the form both registrations and requests carry. */
export function accessBody({ resources = [], accessPackages = [] }: Access): Record<string, unknown> {
  return {
    ...(resources.length > 0 && { rights: resources.map((value) => ({ resource: [{ id: "urn:altinn:resource", value }] })) }),
    ...(accessPackages.length > 0 && { accessPackages: accessPackages.map((urn) => ({ urn })) }),
  };
}

/** The body of a registration (Altinn, "Create a new system in system register"). */
export function systemBody(system: SystemDescription): Record<string, unknown> {
  const id = systemIdOf(system);
  return {
    id,
    vendor: { authority: "iso6523-actorid-upis", ID: `0192:${id.slice(0, 9)}` },
    name: system.title,
    description: system.description,
    ...accessBody(system),
    clientId: system.clientIds,
    isVisible: system.visible ?? false,
    allowedRedirectUrls: system.redirectUrls ?? [],
  };
}

const localText = (wire: SystemWire["name"]): LocalText => ({ nb: wire?.nb ?? "", nn: wire?.nn ?? "", en: wire?.en ?? "" });

export function systemOf(wire: SystemWire): RegisteredSystem {
  const resources = (wire.rights ?? []).flatMap(({ resource }) => (resource ?? []).map(({ value }) => value));
  return {
    id: wire.id,
    title: localText(wire.name),
    description: localText(wire.description),
    clientIds: wire.clientId ?? [],
    redirectUrls: wire.allowedRedirectUrls ?? [],
    resources,
    accessPackages: (wire.accessPackages ?? []).flatMap(({ urn }) => urn ?? []),
    visible: wire.isVisible ?? true,
    deleted: wire.isDeleted ?? false,
  };
}
