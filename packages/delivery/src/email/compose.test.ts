import { alertLetter, type Language } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { compose } from "./compose.ts";

const ACCOUNT = { name: "Exempel Åkeri & Söner AB" };
const LINK = "https://saldovakt.example/link/dGVzdA";
const UNSUBSCRIBE = "https://saldovakt.example/unsubscribe/dGVzdA";
const LANGUAGES: readonly Language[] = ["sv", "nb", "en"];

const mailOf = (family: string, language: Language, discreet = false, unsubscribeUrl: string | null = UNSUBSCRIBE) => {
  const alert = FAMILIES[family];
  if (!alert) throw new Error(`there is no family ${family}`);
  return compose(alertLetter(alert, ACCOUNT, language, { discreet, forecastUrl: LINK, shown: 20 }), unsubscribeUrl);
};

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(Object.keys(FAMILIES))("%s reads as it is kept", async (family) => {
    const { subject, text, html } = mailOf(family, language);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`golden/${family}.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`golden/${family}.${language}.html`);
  });

  test("a discreet one reads as it is kept, and holds no figure and no name", async () => {
    const { subject, text, html } = mailOf("shortfall", language, true);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`golden/discreet.${language}.txt`);
    await expect(html).toMatchFileSnapshot(`golden/discreet.${language}.html`);
    for (const written of [subject, text, html]) expect(written).not.toMatch(/Åkeri|33|43|14 dec|5050|1655667788996|kr\b|SEK/);
  });
});
