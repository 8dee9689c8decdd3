import type { MaskinportenSection } from "@saldovakt/configuration";
import { describe, expect, it } from "vitest";
import { platformUrl } from "./altinn.ts";

const section = (more: Partial<MaskinportenSection> = {}): MaskinportenSection => ({ environment: "test", secret: "env:M", ...more });

describe("Altinn's address", () => {
  it("is the environment's, with the environment's issuer written out too", () => {
    expect(platformUrl(section())).toBe("https://platform.tt02.altinn.no");
    expect(platformUrl(section({ issuer: "https://test.maskinporten.no/" }))).toBe("https://platform.tt02.altinn.no");
    expect(platformUrl(section({ environment: "production" }))).toBe("https://platform.altinn.no");
  });

  it("is the one given, and of another issuer must be given: its tokens are not the real Altinn's to see", () => {
    const issuer = "https://issuer.example/";
    expect(platformUrl(section({ issuer, platformUrl: "https://altinn.example" }))).toBe("https://altinn.example");
    for (const wrong of [section({ issuer }), section({ environment: "production", issuer: "https://test.maskinporten.no/" })]) {
      expect(() => platformUrl(wrong)).toThrow(expect.objectContaining({ code: "ALTINN_ADDRESS_MISSING", scope: "installation" }));
    }
  });
});
