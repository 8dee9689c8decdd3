import { describe, expect, it } from "vitest";
import { instant } from "../dates.ts";
import { type Appointment, appointeeOf } from "../ombud.ts";
import type { Language } from "../policy.ts";
import { appointmentText, ombudLetter } from "./ombud.ts";

const LANGUAGES: readonly Language[] = ["sv", "nb", "en"];
const OWNERS = ["company", "sole-trader", "estate"] as const;
const appointee = appointeeOf({ organisation: "165780000054", name: "Byrån\nExempel AB", link: "https://example.se/ombud" });
const at = instant(Date.UTC(2026, 10, 3));

const missing = (over: Partial<Appointment> = {}): Appointment => ({
  state: "missing",
  owner: "company",
  waitsFor: "client",
  asked: null,
  refusedSince: at,
  readBefore: false,
  grantedAt: null,
  ...over,
});

describe("appointmentText", () => {
  it("names the firm, the role, the link and the code in every language, for every owner", () => {
    for (const language of LANGUAGES) {
      const told = OWNERS.map((owner) => appointmentText(missing({ owner }), appointee, language));
      for (const { whose, steps } of told) {
        expect(whose).toContain("felkod 6");
        expect(whose).toContain("Byrån Exempel AB (578000-0054)");
        expect(steps.join()).toContain("https://example.se/ombud");
        expect(steps.join()).toContain("juridiskt läsombud");
      }
      expect(new Set(told.map(({ steps }) => steps.join())).size).toBe(OWNERS.length);
    }
  });

  it("gives the client nothing to do where the certificate is at fault", () => {
    for (const language of LANGUAGES) {
      const { steps, whose, headline } = appointmentText(missing({ waitsFor: "certificate" }), appointee, language);
      expect(steps).toEqual([]);
      expect(whose).toMatch(/certifi|sertifi/i);
      expect(headline).not.toBe(appointmentText(missing(), appointee, language).headline);
    }
  });

  it("tells when it was asked for, refused and given", () => {
    const asked = { at, link: "start-page" } as const;
    expect(appointmentText(missing({ state: "asked", asked, readBefore: true }), appointee, "en").facts).toEqual([
      expect.stringContaining("asked on"),
      expect.stringContaining("could be read before"),
    ]);
    const granted = missing({ state: "granted", waitsFor: null, refusedSince: null, grantedAt: at });
    expect(appointmentText(granted, appointee, "en")).toMatchObject({
      whose: null,
      steps: [],
      facts: [expect.stringContaining("can be read since")],
    });
  });

  it("leaves the firm out for readers who are none of the installation's own", () => {
    for (const language of LANGUAGES) {
      const told = JSON.stringify(appointmentText(missing(), appointee, language, { discreet: true }));
      expect(told).not.toMatch(/578000|Byrån/);
    }
  });
});

describe("ombudLetter", () => {
  it("can be sent as it is: the client by name, the steps, the firm, and nobody's number but the firm's", () => {
    for (const language of ["sv", "en"] as const) {
      const { subject, body } = ombudLetter(missing(), { name: "Kunden\r\nAB" }, appointee, language);
      expect(subject).toContain("Kunden AB");
      expect(body).toContain("1. ");
      expect(body).toContain("578000-0054");
      expect(body.endsWith("Byrån Exempel AB")).toBe(true);
      expect(body.replace("578000-0054", "")).not.toMatch(/\d{6}/);
    }
  });

  it("says so when the permission is to be renewed, and does without a firm's name", () => {
    const again = ombudLetter(missing({ readBefore: true }), { name: "Kunden AB" }, appointeeOf(), "sv").body;
    expect(again).toContain("på nytt");
    expect(again).toContain("Utse oss till");
    expect(ombudLetter(missing(), { name: "Kunden AB" }, appointeeOf(), "sv").body).not.toContain("på nytt");
  });
});
