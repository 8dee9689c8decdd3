import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainDate } from "@saldovakt/domain";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyForecast, anyText, forecastOf, NORWEGIAN_DEBTOR, NOW, row, SOLE_TRADER, SWEDISH_DEBTOR, swedish } from "../forecast.fixture.ts";
import { schemaMissing, validate } from "../xml.fixture.ts";
import { paymentFile } from "./file.ts";

// ISO's schema is not ours to hand on, so elsewhere only what the other tests know of it is checked.
if (schemaMissing) console.warn(`payment files are not checked against the schema: ${schemaMissing}`);

describe.skipIf(schemaMissing !== null)("ISO's schema", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "payment-files-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the file of any forecast, whatever its names and texts", () => {
    const sample = fc.sample(fc.tuple(anyForecast, anyText), { numRuns: 300, seed: 20_261_122 });
    const files = sample
      .filter(([forecast]) => forecast.dueDates.some((entry) => entry.payments.length > 0))
      .flatMap(([forecast, name], i) => {
        const home = forecast.currency === "SEK" ? SWEDISH_DEBTOR : NORWEGIAN_DEBTOR;
        const abroad = { ...home, iban: "GB82WEST12345698765432", bic: "WESTGB22XXX", identity: SOLE_TRADER };
        return [home, abroad].map((debtor, which) => {
          const path = join(folder, `${i}-${which}.xml`);
          writeFileSync(path, paymentFile(forecast, { debtor: { ...debtor, name: `AB ${name}` }, createdAt: NOW }));
          return path;
        });
      });
    expect(files.length).toBeGreaterThan(200);
    expect(() => validate(files)).not.toThrow();
  });

  it("refuses a file whose elements stand in another order, so the check is one", () => {
    const file = paymentFile(forecastOf(swedish(0, [row("2026-12-14", -100)])), {
      debtor: SWEDISH_DEBTOR,
      createdAt: NOW,
      dueDates: [plainDate("2026-12-14")],
    });
    const path = join(folder, "disordered.xml");
    writeFileSync(path, file.replace(/( *<PmtMtd>.*\n)( *<NbOfTxs>.*\n)/, "$2$1"));
    expect(() => validate([path])).toThrow(/NbOfTxs.*not expected/);
  });
});
