import type { ChargeKind } from "@saldovakt/domain";
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
  const plain = `${claim.kravgruppe ?? ""} ${descriptionOf(claim) ?? ""}`.normalize("NFC").toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? "other";
}

/** The authority's words, in bokmål where it gives them. */
function descriptionOf({ kravbeskrivelse }: WireClaim): string | undefined {
  const texts = (kravbeskrivelse?.spraakTekst ?? []).filter((each) => (each.tekst ?? "").trim() !== "");
  const inLanguage = (...names: string[]) => texts.find((each) => names.includes((each.spraak ?? "").trim().toLowerCase()));
  return (inLanguage("nb", "nob", "bokmål", "bokmaal", "no") ?? inLanguage("nn", "nno") ?? texts[0])?.tekst?.trim();
}

/** `Arbeidsgiveravgift, 5. termin 2026`. */
export function textOf(claim: WireClaim): string {
  const what = descriptionOf(claim) ?? claim.kravgruppe?.trim() ?? "";
  const period = claim.kravperiode?.periodeBeskrivelse?.trim() ?? "";
  const year = claim.kravperiode?.aar == null ? "" : String(claim.kravperiode.aar);
  const when = period.includes(year) ? period : `${period} ${year}`.trim();
  const parts = [what === "" ? "Krav" : what, ...(when === "" || what.includes(when) ? [] : [when])];
  return masked(parts.join(", "));
}
