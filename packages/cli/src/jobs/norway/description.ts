import { isDeepStrictEqual } from "node:util";
import { inputError } from "@saldovakt/domain";
import type { LocalText, RegisteredSystem, SystemDescription } from "@saldovakt/maskinporten";
import { ACCESS_PACKAGE, addresses, RESOURCE, SYSTEM_NAME } from "./onboarding.ts";

/** What `register-system` takes, as typed. */
export interface RegisterOptions {
  readonly vendor?: string;
  readonly name?: string;
  readonly description?: string;
  readonly redirect?: readonly string[];
  readonly accessPackage?: readonly string[];
  readonly visible?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** A system as it is to stand in the register, every field of it said. */
export type WholeDescription = Required<SystemDescription>;

const TITLE: LocalText = { nb: "Saldovakt", nn: "Saldovakt", en: "Saldovakt" };
const DESCRIPTION: LocalText = {
  nb: "Varsler før krav hos Skatteetaten forfaller: hvor mye som skal betales, når, til hvilken konto og med hvilken KID.",
  nn: "Varslar før krav hos Skatteetaten forfell: kor mykje som skal betalast, når, til kva konto og med kva KID.",
  en: "Warns before claims at Skatteetaten fall due: how much is to be paid, when, to which account and with which KID.",
};

const LONGEST = 500;

function inEveryLanguage(text: string, option: string): LocalText {
  const clean = text.trim();
  if (clean === "" || clean.length > LONGEST || /\p{Cc}/u.test(clean)) {
    throw inputError("TEXT_INVALID", `${option} is not a text of one line`, `give 1 to ${LONGEST} characters`);
  }
  return { nb: clean, nn: clean, en: clean };
}

/** Altinn wants a text in each of its languages. */
const withoutGaps = (standing: LocalText | undefined, ours: LocalText): LocalText => ({
  nb: standing?.nb || ours.nb,
  nn: standing?.nn || ours.nn,
  en: standing?.en || ours.en,
});

const union = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

/**
 * What is to stand in the register: what the options say, else what stands there, else our own words. Clients and resources are only added to: the
 * system may serve others too. Throws `TEXT_INVALID` and `REDIRECT_INVALID`.
 */
export function wanted(vendorOrg: string, clientId: string, options: RegisterOptions, standing: RegisteredSystem | null): WholeDescription {
  const { name, description, redirect, accessPackage, visible } = options;
  return {
    vendorOrg,
    name: SYSTEM_NAME,
    title: name === undefined ? withoutGaps(standing?.title, TITLE) : inEveryLanguage(name, "--name"),
    description:
      description === undefined ? withoutGaps(standing?.description, DESCRIPTION) : inEveryLanguage(description, "--description"),
    clientIds: union(standing?.clientIds ?? [], [clientId]),
    resources: union(standing?.resources ?? [], [RESOURCE]),
    accessPackages: accessPackage ? packages(accessPackage) : (standing?.accessPackages ?? [ACCESS_PACKAGE]),
    visible: visible ?? standing?.visible ?? false,
    redirectUrls: redirect ? addresses(redirect) : (standing?.redirectUrls ?? []),
  };
}

const PACKAGE = /^urn:altinn:accesspackage:[a-z0-9-]+$/;

/** Access packages as typed; `none` for no package. Throws `ACCESS_PACKAGE_INVALID`. */
export function packages(given: readonly string[]): readonly string[] {
  if (given.length === 1 && given[0] === "none") return [];
  const wrong = given.some((urn) => !PACKAGE.test(urn));
  if (!wrong) return union(given);
  throw inputError("ACCESS_PACKAGE_INVALID", "--access-package is not an access package of Altinn's", `write it as ${ACCESS_PACKAGE}`);
}

export interface Change {
  readonly field: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

const FIELDS: Readonly<Record<string, (system: Omit<WholeDescription, "vendorOrg" | "name">) => readonly string[]>> = {
  title: ({ title }) => texts(title),
  description: ({ description }) => texts(description),
  "client ids": ({ clientIds }) => [...clientIds],
  rights: ({ resources }) => [...resources],
  "access packages": ({ accessPackages }) => [...accessPackages],
  "redirect addresses": ({ redirectUrls }) => [...redirectUrls],
  visible: ({ visible }) => [visible ? "yes" : "no"],
};

/** One text where all languages have the same. */
const texts = ({ nb, nn, en }: LocalText): readonly string[] => (nb === nn && nb === en ? [nb] : [`nb: ${nb}`, `nn: ${nn}`, `en: ${en}`]);

/** The fields as people read them, in order. */
export const fieldsOf = (
  system: Omit<WholeDescription, "vendorOrg" | "name">,
): readonly (readonly [field: string, values: readonly string[]])[] => Object.entries(FIELDS).map(([field, read]) => [field, read(system)]);

/** What a replacement would change; the order of a list is no difference. */
export function changesOf(standing: RegisteredSystem, system: WholeDescription): readonly Change[] {
  const after = new Map(fieldsOf(system));
  return fieldsOf(standing)
    .map(([field, from]) => ({ field, from, to: after.get(field) ?? [] }))
    .filter(({ from, to }) => !isDeepStrictEqual([...from].sort(), [...to].sort()));
}
