import { addDays, DEFAULT_POLICY, forecast, kidValid, norwegianAccountValid, type Observation, plainDate } from "@saldovakt/domain";
import { type ClaimsErrorCode, type ClaimsFault, startNorway } from "@saldovakt/simulator";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connect, norway, orgOf, TODAY } from "../test/simulated.ts";

const codes = ({ warnings }: Observation): string[] => warnings.map(({ code }) => code);
const fault = (code: string) => expect.objectContaining({ code });
const ORG = "598765448";
const OWNER = "04827896468"; // of the documentation's samples

describe("the companies of the demo", () => {
  test("what is to come is a charge each, paid by itself to an account and with a KID that are right", async () => {
    const started = await norway();
    const source = connect(started);
    for (const profile of ["upcoming", "instalments", "sole-trader"]) {
      const observation = await source.read(orgOf(started, profile));
      expect(codes(observation)).toEqual([]);
      expect(observation.charges.length).toBeGreaterThan(1);
      for (const { amount, dueDate, payTo, text } of observation.charges) {
        expect(amount).toBeLessThan(0);
        expect(dueDate > TODAY).toBe(true);
        expect(text).toMatch(/^[A-ZÆØÅ][\wæøå ,/-]+ 20\d\d(\/\d)?$/);
        expect(payTo).toMatchObject({ scheme: "bban", referenceType: "KID", iban: expect.stringMatching(/^NO\d{13}$/) });
        expect(norwegianAccountValid(payTo?.number ?? "")).toBe(true);
        expect(kidValid(payTo?.reference ?? "")).not.toBeNull();
      }
    }
  });

  test("a claim with three due dates is three charges with the KID they share, its hyphen kept", async () => {
    const started = await norway();
    const { charges } = await connect(started).read(orgOf(started, "instalments"));
    const parts = charges.filter(({ text }) => text.startsWith("Endret fastsetting"));
    expect(parts.map(({ amount }) => amount)).toEqual([-1_875_000, -1_875_000, -1_875_000]);
    expect(new Set(parts.map(({ payTo }) => payTo?.reference))).toEqual(new Set([expect.stringMatching(/^\d+-$/)]));
    expect(new Set(parts.map(({ dueDate }) => dueDate)).size).toBe(3);
  });

  test("what is overdue is still to pay, less what is paid of it, and bears interest", async () => {
    const started = await norway();
    const observation = await connect(started).read(orgOf(started, "overdue"));
    expect(codes(observation)).toEqual([]);
    expect(observation.charges.filter(({ dueDate }) => dueDate < TODAY)).toMatchObject([{ kind: "vat" }]);
    expect(observation.accruedInterest).toBeLessThan(0);
    const unpaid = observation.charges.reduce((total, { amount }) => total - amount, 0);
    const policy = { ...DEFAULT_POLICY, horizonDays: 400 };
    expect(forecast(observation, policy, TODAY).shortfall).toBe(unpaid);
  });

  test("a credit and money unplaced cover nothing and are named; a claim without a KID is paid all the same", async () => {
    const started = await norway();
    const observation = await connect(started).read(orgOf(started, "credit"));
    expect(codes(observation)).toEqual(["CREDIT_CLAIM", "UNPLACED_PAYMENT"]);
    expect(observation.warnings.find(({ code }) => code === "UNPLACED_PAYMENT")).toMatchObject({ amount: 950_000, date: "2026-11-14" });
    expect(observation.charges.every(({ amount }) => amount < 0)).toBe(true);
    const [without] = observation.charges.filter(({ payTo }) => payTo?.reference === null);
    expect(without).toMatchObject({ amount: -642_000, payTo: { scheme: "bban", number: expect.any(String) } });
  });

  test("nothing to pay is an empty reading (KB-007); withheld data are a fault, not an empty reading", async () => {
    const started = await norway();
    const source = connect(started);
    expect(await source.read(orgOf(started, "settled"))).toMatchObject({ charges: [], warnings: [], accruedInterest: 0 });
    await expect(source.read(orgOf(started, "shielded"))).rejects.toThrow(fault("SKE_WITHHELD"));
  });

  test("claims and payments of a year, in both directions, none from before it", async () => {
    const started = await norway();
    const source = connect(started);
    for (const profile of ["upcoming", "overdue", "instalments", "credit", "sole-trader", "settled"]) {
      const answer = await source.transactions(orgOf(started, profile));
      expect(answer.booked.length, profile).toBeGreaterThan(10);
      for (const { date } of answer.booked) expect(date >= answer.from && date <= TODAY, profile).toBe(true);
      expect(answer.booked.filter(({ text, amount }) => text === "Innbetaling" && amount <= 0)).toEqual([]);
    }
    const { booked } = await source.transactions(orgOf(started, "credit"));
    expect(booked.filter(({ text }) => text === "Utbetaling")).toMatchObject([{ amount: -1_237_400 }]);
    expect(booked.find(({ amount }) => amount === 1_237_400)).toMatchObject({ text: expect.stringMatching(/^Tilbakebetaling/) });
  });

  test("a payment with its KID takes the charge away, and part of it the part", async () => {
    const started = await norway();
    const source = connect(started);
    const org = orgOf(started, "upcoming");
    const [first, ...others] = (await source.read(org)).charges;
    if (!first?.payTo?.reference) return expect.unreachable();
    started.skatteetaten.pay(org, 1_000.5, addDays(TODAY, 1), first.payTo.reference);
    started.skatteetaten.setToday(addDays(TODAY, 1));
    expect((await source.read(org)).charges).toContainEqual({ ...first, amount: first.amount + 100_050 });
    started.skatteetaten.pay(org, -first.amount / 100 - 1_000.5, addDays(TODAY, 1), first.payTo.reference);
    const after = await source.read(org);
    expect([after.charges, codes(after)]).toEqual([others, []]);
  });
});

test("for any seed and day the authority's totals and the sums of what was read agree", async () => {
  const scene = fc.record({ seed: fc.nat(1_000_000), days: fc.integer({ min: 0, max: 400 }) });
  await fc.assert(
    fc.asyncProperty(scene, async ({ seed, days }) => {
      const started = await startNorway({ today: addDays(plainDate("2025-12-20"), days), seed, companies: 6 });
      try {
        const source = connect(started);
        for (const { org } of started.skatteetaten.companies) {
          const observation = await source.read(org);
          expect(codes(observation).filter((code) => code !== "CREDIT_CLAIM" && code !== "UNPLACED_PAYMENT")).toEqual([]);
        }
      } finally {
        await started.close();
      }
    }),
    { numRuns: 8 },
  );
});

describe("what a sole trader's answers bring along", () => {
  test("the owner's national identity number reaches nobody, wherever it stands", async () => {
    const claims = [
      {
        party: OWNER,
        text: `Forskuddsskatt ${OWNER}`,
        dues: [{ dueDate: plainDate("2026-12-15"), amount: 100, account: { owner: `Skatteetaten ${OWNER}` } }],
      },
    ];
    const started = await norway({ companies: [{ org: ORG, claims, extra: { eier: OWNER } }] });
    const source = connect(started);
    const observation = await source.read(ORG);
    expect(observation.charges).toHaveLength(1);
    expect(JSON.stringify([observation, await source.transactions(ORG)])).not.toContain(OWNER);
  });
});

describe("answers out of the ordinary", () => {
  const dueDate = plainDate("2026-12-15");

  test("totals, interest, KID and account that are not what they should be are warned of", async () => {
    const stated = {
      org: ORG,
      claims: [{ interest: 12.34, dues: [{ dueDate, amount: 99.99, kid: "12345", account: { number: "12345678901" } }] }],
    };
    const totals = { sumIkkeForfalteKrav: 100, sumStipulerteRenter: 12 };
    const read = async (company: object) => connect(await norway({ companies: [{ ...stated, ...company }] })).read(ORG);
    expect((await read({ totals })).warnings).toEqual([
      { code: "ACCOUNT_UNUSUAL", date: dueDate, amount: 9_999 },
      { code: "KID_UNUSUAL", date: dueDate, amount: 9_999 },
      { code: "TOTALS_MISMATCH", amount: 1 },
      { code: "INTEREST_MISMATCH", amount: 34 },
    ]);
    const claims = [{ dues: [{ dueDate, amount: 1, kid: "12345" }] }];
    expect(codes(await read({ claims }))).toEqual(["KID_UNUSUAL"]);
  });

  test("fields left out, arrays left out and fields nobody knows are put up with", async () => {
    const gone = { stipulerteRenter: undefined, kravbeskrivelse: undefined, kravperiode: undefined, kravgruppe: undefined, ny: [{ a: 1 }] };
    const claims = [
      { extra: gone, dues: [{ dueDate, amount: 1, account: null, extra: { kravforfallsIdentifikator: undefined } }] },
      { extra: { kravforfall: undefined }, dues: [{ dueDate, amount: 2 }] },
      { dues: [{ dueDate, amount: 4, extra: { forfallsdato: undefined } }] },
    ];
    const started = await norway({ companies: [{ org: ORG, claims, emptyArrays: "omitted", extra: { totalOversikt: undefined } }] });
    const observation = await connect(started).read(ORG);
    expect(observation.charges).toMatchObject([{ amount: -100, text: "Krav" }]);
    expect(codes(observation)).toEqual(["ACCOUNT_MISSING", "CHARGE_WITHOUT_DUE_DATE", "CHARGE_WITHOUT_DUE_DATE"]);
  });

  test("words in another form than today's do not keep the figures away", async () => {
    const older = { kravbeskrivelse: "Restskatt", kravperiode: "2022/09" };
    const garbled = { kravbeskrivelse: { spraakTekst: "?" }, kravperiode: { periodeBeskrivelse: [3], aar: {} } };
    const claims = [older, garbled].map((extra) => ({ extra, dues: [{ dueDate, amount: 1 }] }));
    const { charges } = await connect(await norway({ companies: [{ org: ORG, claims }] })).read(ORG);
    expect(charges.map(({ text }) => text)).toEqual(["Restskatt, 2022/09", "Skatt"]);
  });
});

describe("refusals", () => {
  test("each documented code is its own fault", async () => {
    const started = await norway({ companies: 1 });
    const source = connect(started);
    const org = orgOf(started, "upcoming");
    const expected: Readonly<Partial<Record<ClaimsErrorCode, string>>> = {
      ...{ "KB-001": "SKE_INTERNAL", "KB-002": "SKE_INTERNAL", "KB-003": "SKE_ADDRESS_UNKNOWN", "KB-004": "SKE_TOKEN_REFUSED" },
      ...{ "KB-005": "SKE_NOT_AUTHORISED", "KB-006": "SKE_REQUEST_REFUSED", "KB-008": "SKE_FORMAT_REFUSED" },
      ...{ "KB-009": "SKE_ACCOUNT_UNKNOWN", "DAS-001": "SKE_INTERNAL", "DAS-003": "SKE_INTERNAL", "DAS-008": "SKE_NOT_AUTHORISED" },
    };
    for (const [kode, code] of Object.entries(expected)) {
      started.skatteetaten.setFaults([{ fault: { kind: "kode", code: kode as ClaimsErrorCode } }]);
      await expect(source.read(org), kode).rejects.toThrow(fault(code));
    }
    started.skatteetaten.setFaults([{ fault: { kind: "kode", code: "KB-007" } }]);
    expect(await source.read(org)).toMatchObject({ charges: [], warnings: [] });
  });

  test("what passes is tried again, each time under a new id; what stays is told", async () => {
    const started = await norway({ companies: 1 });
    const source = connect(started);
    const org = orgOf(started, "upcoming");
    const passing: readonly ClaimsFault[] = [
      { kind: "kode", code: "DAS-003" },
      { kind: "http429", retryAfter: 1 },
      { kind: "html" },
      { kind: "halfJson" },
      { kind: "cut" },
      { kind: "cut", at: "body" },
    ];
    for (const each of passing) {
      started.skatteetaten.setFaults([{ when: { times: 1 }, fault: each }]);
      expect((await source.read(org)).charges.length, each.kind).toBeGreaterThan(0);
    }
    const ids = started.skatteetaten.requests.map(({ correlationId }) => correlationId);
    expect(ids).toHaveLength(2 * passing.length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    started.skatteetaten.setFaults([{ fault: { kind: "status", status: 502 } }]);
    await expect(source.read(org)).rejects.toThrow(fault("SKE_BAD_GATEWAY"));
  });

  test("a token taken no more is replaced once", async () => {
    const started = await norway({ companies: 1 });
    started.skatteetaten.setFaults([{ when: { nth: 1 }, fault: { kind: "revokedToken" } }]);
    expect((await connect(started).read(orgOf(started, "upcoming"))).charges.length).toBeGreaterThan(0);
    expect(started.maskinporten.grants).toHaveLength(2);
  });

  test("a system user taken away, a company never approved, a number nobody has, a bank without consent", async () => {
    const started = await norway({ companies: 2 });
    const source = connect(started);
    const [one, two] = [orgOf(started, "upcoming"), orgOf(started, "overdue")];
    const userOf = (org: string): string => [...started.altinn.register.users.values()].find((user) => user.org === org)?.id ?? "";
    await source.read(one);
    started.altinn.register.removeSystemUser(userOf(one)); // its token is still good
    await expect(source.read(one)).rejects.toThrow(fault("SKE_NOT_AUTHORISED"));
    started.altinn.register.removeSystemUser(userOf(two));
    await expect(source.read(two)).rejects.toThrow(fault("MP_SYSTEM_USER_MISSING"));
    const { altinn, secret, vendor } = started;
    altinn.register.addSystemUser({ clientId: secret.clientId, vendorOrg: vendor, org: ORG });
    await expect(source.read(ORG)).rejects.toThrow(fault("SKE_ACCOUNT_UNKNOWN"));
    await expect(connect(started, { area: "finans" }).read(two)).rejects.toThrow(fault("SKE_NOT_AUTHORISED"));
  });

  test("a bank with the company's consent reads by its own token", async () => {
    const started = await norway({ companies: 1, consents: () => true });
    const { charges } = await connect(started, { area: "finans" }).read(orgOf(started, "upcoming"));
    expect(charges.length).toBeGreaterThan(0);
  });
});

test("however many are read at once, five calls are under way at most, and none is refused for it", async () => {
  const started = await norway({ companies: 14, latencyMs: 15 });
  const source = connect(started);
  const readable = started.skatteetaten.companies.filter(({ profile }) => profile !== "shielded");
  await Promise.all(readable.map(({ org }) => source.transactions(org)));
  const { requests } = started.skatteetaten;
  expect(requests).toHaveLength(4 * readable.length);
  expect(requests.filter(({ status }) => status === 429)).toEqual([]);
  const most = Math.max(...requests.map(({ atOnce }) => atOnce));
  expect(most).toBeLessThanOrEqual(5);
  expect(most).toBeGreaterThan(1);
});
