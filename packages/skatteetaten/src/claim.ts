import type { ChargeKind } from "@saldovakt/domain";
import { isObject } from "@saldovakt/http";
import { masked } from "./values.ts";
import type { WireClaim } from "./wire.ts";

/** First match wins: interest and fees are named after the tax they belong to. `kravtype` is opaque, so only groups and texts are read. */
const KINDS: readonly (readonly [RegExp, ChargeKind])[] = [
  [/rente/, "interest"],
  [/gebyr|tvangsmulkt|tilleggsskatt/, "other"],
  [/forskuddsskatt|forskotsskatt/, "preliminary-tax"],
  [/arbeidsgiveravgift|arbeidsgjevaravgift|forskuddstrekk|forskotstrekk|finansskatt/, "employer-tax"],
  [/merverdiavgift|meirverdiavgift|\bmva\b/, "vat"],
  [/restskatt|skatteoppgjør|skatteoppgjer/, "final-tax"],
];

/** What a claim is for, as far as its group and its text tell. */
export function kindOf(claim: WireClaim): ChargeKind {
  const plain = `${claim.kravgruppe ?? ""} ${wordsOf(claim.kravbeskrivelse)}`.normalize("NFC").toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? "other";
}

const plainText = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value).trim() : "");

/**
 * The authority's words, in bokmål where it gives them: `{ spraakTekst: [{ tekst, spraak }] }` in the documentation's later samples, one plain text in
 * its earlier ones. Empty for anything else.
 */
function wordsOf(value: unknown): string {
  if (!isObject(value)) return plainText(value);
  const texts = (Array.isArray(value.spraakTekst) ? value.spraakTekst : []).filter(isObject).map(({ tekst, spraak }) => ({
    text: plainText(tekst),
    language: plainText(spraak).toLowerCase(),
  }));
  const given = texts.filter(({ text }) => text !== "");
  const inLanguage = (...names: string[]) => given.find(({ language }) => names.includes(language));
  return (inLanguage("nb", "nob", "bokmål", "bokmaal", "no") ?? inLanguage("nn", "nno") ?? given[0])?.text ?? "";
}

/** What of the period the words before it do not say already: its own words, then its year. */
function whenOf(kravperiode: unknown, what: string): string {
  const { periodeBeskrivelse, aar } = isObject(kravperiode) ? kravperiode : { periodeBeskrivelse: kravperiode, aar: undefined };
  const [period, year] = [wordsOf(periodeBeskrivelse), plainText(aar)];
  // Words that name the year name the term, too: `Arbeidsgiveravgift - 2026/5`.
  if (year !== "" && what.includes(year)) return "";
  const parts = [what.includes(period) ? "" : period, period.includes(year) ? "" : year];
  return parts.filter((part) => part !== "").join(" ");
}

/** `Mva-melding, september - oktober 2026`. */
export function textOf(claim: WireClaim): string {
  const what = wordsOf(claim.kravbeskrivelse) || claim.kravgruppe?.trim() || "Krav";
  const when = whenOf(claim.kravperiode, what);
  return masked(when === "" ? what : `${what}, ${when}`);
}
