import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainDate } from "./dates.ts";
import { forecast } from "./forecast.ts";
import { minor } from "./money.ts";
import { NOWHERE, observed } from "./observation.fixture.ts";
import { DEFAULT_POLICY, installationLanguage, PAY_DAYS_BEFORE, type PolicyOverrides, policyOf, UNSTATED_POLICY } from "./policy.ts";

const SOURCES = ["skatteverket", "skatteetaten"] as const;

const overrides: fc.Arbitrary<PolicyOverrides> = fc.record(
  {
    payDaysBefore: fc.integer({ min: 0, max: 30 }),
    reserve: fc.integer({ min: 0, max: 1_000_000 }).map(minor),
    horizonDays: fc.integer({ min: 1, max: 366 }),
    language: fc.constantFrom("sv", "nb", "en"),
    discreet: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe("policyOf", () => {
  it("takes each field from the account, else from the installation, else from the country", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), overrides, overrides, (source, stated, own) => {
        const found = policyOf({ ...UNSTATED_POLICY, ...stated }, { source, policy: own });
        const language = source === "skatteverket" ? "sv" : "nb";
        const expected = { ...DEFAULT_POLICY, payDaysBefore: PAY_DAYS_BEFORE[source], language, ...stated, ...own };
        expect(found).toEqual(expected);
      }),
    );
  });

  it("gives a Norwegian account a bank day less to wait for than a Swedish one, unless somebody says otherwise", () => {
    expect(SOURCES.map((source) => policyOf(UNSTATED_POLICY, { source }).payDaysBefore)).toEqual([3, 1]);
    expect(SOURCES.map((source) => policyOf({ ...UNSTATED_POLICY, payDaysBefore: 2 }, { source }).payDaysBefore)).toEqual([2, 2]);
    expect(policyOf({ ...UNSTATED_POLICY, payDaysBefore: 2 }, { source: "skatteetaten", policy: { payDaysBefore: 0 } }).payDaysBefore).toBe(
      0,
    );
  });

  it("speaks the language of the account's country, unless the account or the installation says another", () => {
    const spoken = (stated: PolicyOverrides, policy: PolicyOverrides = {}) =>
      SOURCES.map((source) => policyOf({ ...UNSTATED_POLICY, ...stated }, { source, policy }).language);
    expect(spoken({})).toEqual(["sv", "nb"]);
    expect(spoken({ language: "sv" })).toEqual(["sv", "sv"]);
    expect(spoken({ language: "en" })).toEqual(["en", "en"]);
    expect(spoken({ language: "en" }, { language: "nb" })).toEqual(["nb", "nb"]);
    expect(spoken({}, { language: "sv" })).toEqual(["sv", "sv"]);
  });

  it("advises a Norwegian claim for one bank day before it is due, over a weekend", () => {
    const claim = { dueDate: plainDate("2026-12-14"), amount: minor(-10_000), text: "Krav", kind: "other", estimated: false } as const;
    const observation = observed(0, [claim], { source: "skatteetaten", currency: "NOK", settlement: "charge", payTo: NOWHERE });
    const made = forecast(observation, policyOf(UNSTATED_POLICY, observation), plainDate("2026-11-23"));
    expect(made.dueDates.flatMap(({ payments }) => payments.map(({ payBy }) => payBy))).toEqual(["2026-12-11"]);
  });
});

describe("installationLanguage", () => {
  it("is the one stated, else that of the only country that is configured, else Swedish", () => {
    const [skatteverket, skatteetaten] = [{}, {}];
    expect(installationLanguage({ policy: {}, skatteetaten })).toBe("nb");
    expect(installationLanguage({ policy: {}, skatteverket })).toBe("sv");
    expect(installationLanguage({ policy: {}, skatteverket, skatteetaten })).toBe("sv");
    expect(installationLanguage({ policy: {} })).toBe("sv");
    expect(installationLanguage({ policy: { language: "en" }, skatteetaten })).toBe("en");
  });
});
