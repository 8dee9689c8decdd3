import { instant } from "@saldovakt/domain";
import { startMaskinporten } from "@saldovakt/simulator";
import { expect, test } from "vitest";
import { SECRET, START, VENDOR } from "../test/fakes.ts";
import { describeCredentials, expiryNotice } from "./expiry.ts";

const DAY = 86_400_000;

test.each([
  [61, 61, null],
  [60 + 1 / DAY, 60, null],
  [60, 60, 60],
  [31, 31, 60],
  [30, 30, 30],
  [7.5, 7, 30],
  [7, 7, 7],
  [0.5, 0, 7],
  [0, 0, "expired"],
  [-0.5, -1, "expired"],
])("%f days before the end %i are left, and the warning is %s", (days, daysLeft, warning) => {
  const at = instant(START);
  expect(expiryNotice(instant(START + days * DAY), at)).toEqual({ daysLeft, warning });
});

test("a registered key ends on the day that is told, or on a day not known", async () => {
  expect(await describeCredentials(SECRET)).toEqual({ kind: "key", algorithm: "RS256", keyBits: 2048, validTo: null });
  expect(await describeCredentials({ ...SECRET, keyValidTo: "2027-02-28" })).toMatchObject({ validTo: "2027-02-28T00:00:00.000Z" });
});

test("a certificate ends when the first of its chain does", async () => {
  const maskinporten = await startMaskinporten();
  const certificate = await maskinporten.certificate(VENDOR);
  const alone = await maskinporten.certificate(VENDOR, "alone");
  await maskinporten.close();
  const described = await describeCredentials({ clientId: "client", ...certificate });
  expect(described).toMatchObject({ kind: "certificate", keyBits: 2048, chainComplete: true });
  expect(described.certificate).toMatchObject({ organisationNumberPresent: true, chain: 3, validTo: described.validTo });
  expect(JSON.stringify(described)).not.toContain(VENDOR);
  expect((await describeCredentials({ clientId: "client", ...alone })).chainComplete).toBe(false);
  await expect(describeCredentials({ clientId: "client", cert: certificate.cert, key: SECRET.key })).rejects.toMatchObject({
    code: "MP_KEY_MISMATCH",
  });
});
