import { existsSync } from "node:fs";
import { DEFAULT_POLICY, type Forecast, forecast, fromWhole, instant, type Observation, ocrFor, plainDate, ZERO } from "@saldovakt/domain";
import { paymentFile, usingQr } from "@saldovakt/files";
import jsqr from "jsqr";
import { type Browser, chromium } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// What files are to others' programs: a browser paints the QR code, and reads the payment file as XML. Needs Chromium (`bash .ci/tools`); says so and
// is left out without it.

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"];

if (!CHROMIUM)
  console.warn("Chromium is not on this machine: QR codes and payment files are not opened in a browser (bash .ci/tools installs it)");

/** CommonJS: what is imported is the function, whatever its types say. */
const jsQR = jsqr as unknown as typeof jsqr.default;

const TODAY = plainDate("2026-11-23");
const IDENTITY = "165781006662";

function short(name: string): Forecast {
  const stamp = instant(Date.parse("2026-11-23T05:02:00Z"));
  const observation: Observation = {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(29_150),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: null,
    asOf: stamp,
    readAt: stamp,
    charges: [{ dueDate: plainDate("2026-12-14"), amount: fromWhole(-62_400), text: "Moms", kind: "vat", estimated: false }],
    payTo: { scheme: "bankgiro", number: "5050-1055", name, reference: ocrFor(IDENTITY), referenceType: "OCR" },
    history: [],
    historyFrom: plainDate("2025-05-17"),
    warnings: [],
  };
  return forecast(observation, DEFAULT_POLICY, TODAY);
}

describe.skipIf(!CHROMIUM)("files in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox", "--disable-gpu", ...QUIET] });
  }, 180_000);
  afterAll(() => browser?.close());

  const payment = short("Skatteverket").dueDates[0]?.payments[0];

  it.each([
    ["light", 1],
    ["dark", 1],
    ["dark", 2.625],
  ] as const)(
    "paint a QR code that another's decoder reads, under a strict policy (%s, %d pixels a point)",
    async (colorScheme, deviceScaleFactor) => {
      const made = payment && usingQr(payment, "SEK", { language: "sv" });
      const page = await browser.newPage({ viewport: { width: 400, height: 400 }, colorScheme, deviceScaleFactor });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
      await page.setContent(`<!doctype html><html lang="sv"><head>${policy}<title>QR</title></head><body>${made?.svg}</body></html>`);
      const { data, width, height } = PNG.sync.read(await page.screenshot());
      const read = jsQR(new Uint8ClampedArray(data), width, height);
      expect(read?.data).toBe(made?.json);
      expect(JSON.parse(read?.data ?? "")).toMatchObject({ due: 33_250, acc: "5050-1055", ddt: "20261209", iref: ocrFor(IDENTITY) });
      expect(await page.getByRole("img", { name: "QR-kod för betalningen, om din bank läser den" }).count()).toBe(1);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("read the payment file as well-formed XML, whatever the names", async () => {
    const page = await browser.newPage();
    const debtor = { name: `Åsa & "Söner" <AB> ]]> 'x'`, identity: IDENTITY, iban: "SE4550000000058398257466", bic: "ESSESESS" };
    const file = paymentFile(short("Skatte&<verket>"), { debtor, createdAt: instant(Date.parse("2026-11-23T08:30:00Z")) });
    const read = await page.evaluate(`(() => {
      const document = new DOMParser().parseFromString(${JSON.stringify(file)}, "application/xml");
      const texts = (name) => Array.from(document.getElementsByTagName(name), (each) => each.textContent);
      return { errors: texts("parsererror"), names: texts("Nm"), sums: texts("CtrlSum"), namespace: document.documentElement.namespaceURI };
    })()`);
    expect(read).toEqual({
      errors: [],
      names: ["Åsa + 'Söner' .AB. )). 'x'", "Åsa + 'Söner' .AB. )). 'x'", "Skatte+.verket."],
      sums: ["33250.00", "33250.00"],
      namespace: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03",
    });
    await page.close();
  });
});
