import type { ChargeKind } from "@saldovakt/domain";

/** First match wins: interest and fees are named after the tax they belong to. */
const KINDS: readonly (readonly [RegExp, ChargeKind])[] = [
  [/ränta/, "interest"],
  [/förseningsavgift|skattetillägg/, "other"],
  [/preliminärskatt|preliminär skatt|\bf-skatt/, "preliminary-tax"],
  // A decision of its own comes once, whatever tax it is about.
  [/^beslut \d|omprövning|efterbeskattning|anstånd/, "other"],
  [/arbetsgivaravgift|arbetsgivardeklaration|avdragen skatt/, "employer-tax"],
  [/moms|mervärdesskatt/, "vat"],
  [/slutlig skatt/, "final-tax"],
];

/** What a row is for, as far as its `transaktionstext` tells. The texts are no contract: `other` is the honest answer to any new one. */
export function kindOf(text: string): ChargeKind {
  const plain = text.normalize("NFC").toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? "other";
}
