import { instant, type Minor, type Observation, plainDate, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { NOW, TODAY } from "../../companies.fixture.ts";
import { Problem } from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

const PAY_FROM = { iban: "SE4550000000058398257466", bic: "ESSESESS" };
const NORWEGIAN = "Fjellrypa Friluft AS";

function world(options: Parameters<typeof apiWorld>[0] = {}) {
  const fake = apiWorld(options);
  const account = (name: string) => {
    const found = fake.accounts.get(fake.id(name));
    if (!found) throw new Error("no account");
    return found;
  };
  const payFrom = (name: string) => void fake.accounts.set(fake.id(name), { ...account(name), payFrom: PAY_FROM });
  const change = (name: string, more: Partial<Observation>) => {
    const observation = fake.observations.get(fake.id(name));
    if (observation) fake.observations.set(fake.id(name), { ...observation, ...more });
  };
  return { ...fake, payFrom, change };
}

const problem = async (answer: Response) => Problem.parse(await answer.json());

describe("the number of a calendar's event", () => {
  it("rises with whatever changes it, taking a payment or a rule back too, and stays while nothing does", async () => {
    let now = Date.parse(NOW);
    const { id, of, send, payments } = world({ clock: () => instant(now) });
    const number = async () =>
      Math.max(...[...(await (await of(SHORT, "calendar.ics")).text()).matchAll(/SEQUENCE:(\d+)/g)].map((each) => Number(each[1])));
    const sek = (amount: string) => ({ currency: "SEK", amount });
    const path = `/v1/accounts/${id(SHORT)}`;
    const told = [await number()];
    const then = async (change: () => Promise<Response>, laterMs: number) => {
      now += laterMs;
      expect((await change()).ok).toBe(true);
      told.push(await number());
      now += laterMs;
      expect(await number()).toBe(told.at(-1));
    };
    await then(() => send("POST", `${path}/payments`, { amount: sek("1000.00") }), 60_000);
    await then(() => send("DELETE", `${path}/payments/${payments.get(id(SHORT))?.[0]?.id}`), 60_000);
    await then(() => send("PATCH", path, { policy: { reserve: sek("5000.00") } }), 60_000);
    // Within the same second.
    await then(() => send("PATCH", path, { policy: { reserve: sek("0.00") } }), 0);
    await then(() => send("PATCH", path, { policy: { discreet: true } }), 0);
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(told).toHaveLength(6);
  });
});

describe("GET …/payment.xml", () => {
  it("pays what is advised, of one due date or of all", async () => {
    const { of, payFrom } = world();
    payFrom(SHORT);
    const one = await of(SHORT, "payment.xml?dueDate=2026-12-14");
    expect(one.headers.get("content-type")).toBe("application/xml; charset=utf-8");
    expect(one.headers.get("content-disposition")).toMatch(/^attachment; filename="payment-acc_[0-9a-z]{20}-2026-12-14\.xml"$/);
    const text = await one.text();
    expect(text).toContain("pain.001.001.03");
    expect(text.match(/<InstdAmt Ccy="SEK">([\d.]+)</g)).toEqual(['<InstdAmt Ccy="SEK">45650.00<']);
    expect((await (await of(SHORT, "payment.xml")).text()).match(/<InstdAmt/g)).toHaveLength(2);
  });

  it("is the same file until something else is to be paid, whenever it is made", async () => {
    let now = Date.parse(NOW);
    const { app, key, of, payFrom, payments, id } = world({ clock: () => instant(now) });
    payFrom(SHORT);
    const first = await of(SHORT, "payment.xml?dueDate=2026-12-14");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    now += 60_000;
    const later = await of(SHORT, "payment.xml?dueDate=2026-12-14");
    expect([later.headers.get("etag"), (await later.text()) === (await first.text())]).toEqual([etag, false]);
    // Made on the day the program takes for today, not on that of the machine.
    const stated = world({ now: () => instant(now + 9e9), clock: () => instant(now) });
    stated.payFrom(SHORT);
    expect(await (await stated.of(SHORT, "payment.xml")).text()).toContain(`<CreDtTm>${TODAY}T`);
    const path = `/v1/accounts/${id(SHORT)}/payment.xml?dueDate=2026-12-14`;
    const ask = async (tag: string) => app.request(path, { headers: { ...key(), "if-none-match": tag } });
    expect([(await ask(etag)).status, (await ask(etag.slice(2))).status]).toEqual([304, 304]);
    const underWay = { id: "pay_1", amount: 100 as Minor, madeOn: TODAY, expectedOn: TODAY, expiresOn: plainDate("2026-12-30") };
    payments.set(id(SHORT), [{ ...underWay, registeredAt: NOW, status: "under-way" }]);
    expect((await ask(etag)).status).toBe(200);
  });

  it("says how to tell the account to pay from", async () => {
    const answer = await world().of(SHORT, "payment.xml?dueDate=2026-12-14");
    expect([answer.status, (await problem(answer)).code]).toEqual([409, "PAY_FROM_MISSING"]);
  });

  it("pays one payment of a due date, and says so where the authority gave no account for another", async () => {
    const { of, payFrom, observations, change, id } = world();
    payFrom(NORWEGIAN);
    const [one] = observations.get(id(NORWEGIAN))?.charges ?? [];
    if (!one) throw new Error("no claim");
    const { payTo: _, ...nowhere } = one;
    change(NORWEGIAN, {
      charges: [
        { ...one, text: "A" },
        { ...nowhere, text: "B" },
      ],
    });
    const path = `payment.xml?dueDate=${one.dueDate}`;
    for (const wanted of [path, "payment.xml", `${path}&payment=2`]) {
      const answer = await of(NORWEGIAN, wanted);
      const { code, detail } = await problem(answer);
      expect([answer.status, code]).toEqual([409, "PAYEE_UNKNOWN"]);
      expect(detail).toContain("one by one with `dueDate` and `payment`");
    }
    const single = await of(NORWEGIAN, `${path}&payment=1`);
    expect(single.status).toBe(200);
    expect(single.headers.get("content-disposition")).toContain(`-${one.dueDate}-1.xml`);
    expect((await single.text()).match(/<EndToEndId>/g)).toHaveLength(1);
    expect((await problem(await of(NORWEGIAN, `${path}&payment=3`))).code).toBe("NOTHING_TO_PAY");
    for (const wrong of [`${path}&payment=0`, `${path}&payment=x`, "payment.xml?payment=1"])
      expect((await of(NORWEGIAN, wrong)).status).toBe(400);
  });

  it.each(["2026-11-26", "2026-12-15", "1999-01-01"])("has nothing to pay on %s", async (dueDate) => {
    const { of, payFrom } = world();
    payFrom(SHORT);
    for (const file of ["payment.xml", "payment.svg"]) {
      const answer = await of(SHORT, `${file}?dueDate=${dueDate}`);
      expect([answer.status, (await problem(answer)).code]).toEqual([404, "NOTHING_TO_PAY"]);
    }
  });

  it.each(["dueDate=x", "dueDate=2026-02-30", "duedate=2026-12-14"])("does not take ?%s", async (query) => {
    for (const file of ["payment.xml", "payment.svg"]) expect((await world().of(SHORT, `${file}?${query}`)).status).toBe(400);
  });
});

describe("GET …/payment.svg", () => {
  it("is the first payment as a code", async () => {
    const answer = await world().of(SHORT, "payment.svg");
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    const text = await answer.text();
    expect(text).toContain("<svg");
    expect(text).toBe(await (await world().of(SHORT, "payment.svg?dueDate=2026-12-14")).text());
  });

  it("says so where the authority gave no reference", async () => {
    const { of, change, observations, id } = world();
    const payTo = observations.get(id(SHORT))?.payTo;
    if (payTo) change(SHORT, { payTo: { ...payTo, reference: null } });
    const answer = await of(SHORT, "payment.svg");
    expect([answer.status, (await problem(answer)).code]).toEqual([409, "REFERENCE_MISSING"]);
  });

  it("says so where the format has no place for the payment", async () => {
    const answer = await world().of(NORWEGIAN, "payment.svg");
    expect([answer.status, (await problem(answer)).code]).toEqual([409, "QR_NOT_OFFERED"]);
  });
});

describe("GET …/forecast.csv", () => {
  it("is in the account's language, or the one asked for", async () => {
    const { of } = world();
    const answer = await of(SHORT, "forecast.csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect((await answer.text()).split("\r\n")[0]).toContain(";");
    expect((await (await of(SHORT, "forecast.csv?language=en")).text()).split("\r\n")[0]).toContain(",");
    expect((await of(SHORT, "forecast.csv?language=de")).status).toBe(400);
  });
});

describe("calendars", () => {
  it("hold the due dates, with their figures", async () => {
    const answer = await world().of(SHORT, "calendar.ics");
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await answer.text();
    expect(text.match(/^BEGIN:VEVENT/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(text).toContain("BEGIN:VALARM");
  });

  it("are subscribed to at an address that is the key", async () => {
    const { app, key, id } = world();
    const { authorization } = key({ scopes: ["calendar"], accounts: [id(SHORT)] });
    const secret = authorization.slice("Bearer ".length);
    const answer = await app.request(`/calendar/${secret}.ics`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(await answer.text()).toContain("BEGIN:VEVENT");
    // The secret opens nothing else.
    expect((await app.request("/v1/accounts", { headers: { authorization } })).status).toBe(403);
    expect((await app.request(`/v1/accounts/${id(SHORT)}/calendar.ics`, { headers: { authorization } })).status).toBe(403);
  });

  it("speak their accounts' language, and the installation's where those differ", async () => {
    const { app, key, id } = world();
    const named = async (...names: string[]) => {
      const secret = key({ scopes: ["calendar"], accounts: names.map(id) }).authorization.slice("Bearer ".length);
      return /^NAME:(.*?)\r?$/m.exec(await (await app.request(`/calendar/${secret}.ics`)).text())?.[1];
    };
    expect(await named("Fjellrypa Friluft AS")).toBe("Fjellrypa Friluft AS: Skatt å betale");
    expect(await named("Fjellrypa Friluft AS", SHORT)).toBe("Saldovakt: Skatt att betala");
    expect(await named(SHORT)).toBe(`${SHORT}: Skatt att betala`);
  });

  it("are empty before the first reading, so that a subscription stands", async () => {
    const { app, key, id, of } = world();
    const secret = key({ scopes: ["calendar"], accounts: [id(UNREAD)] }).authorization.slice("Bearer ".length);
    const answer = await app.request(`/calendar/${secret}.ics`);
    expect([answer.status, (await answer.text()).includes("BEGIN:VEVENT")]).toEqual([200, false]);
    expect((await of(UNREAD, "calendar.ics")).status).toBe(404);
  });

  it("are no more when their key, or the key that made it, is lost", async () => {
    const { app, key, id, accounts } = world();
    const parent = (more: object) => `key_${key(more).authorization.slice("Bearer svk_test".length)}`;
    const of = (record: object) => key({ scopes: ["calendar"], accounts: [id(SHORT)], ...record }).authorization.slice("Bearer ".length);
    const next = (name: string) => `key_${Number(name.slice(4)) + 1}`;
    const gone = [
      of({ revokedAt: NOW }),
      of({ scopes: ["read"] }),
      of({ accounts: null }),
      of({ parent: next(parent({ revokedAt: NOW })) }),
      of({ parent: "key_unknown" }),
      of({ parent: next(parent({ accounts: [id(UNREAD)] })) }),
      "svk_unknown",
      "",
    ];
    const answers = await Promise.all(gone.map(async (secret) => (await app.request(`/calendar/${secret}.ics`)).json()));
    for (const answer of answers.slice(0, -1)) {
      expect({ ...Problem.parse(answer), requestId: "" }).toEqual({ ...(answers[0] as object), requestId: "" });
    }
    expect(Problem.parse(answers[0])).toMatchObject({ status: 404, code: "CALENDAR_UNKNOWN", instance: "/calendar/-" });
    const standing = of({ parent: next(parent({ accounts: [id(SHORT), id(UNREAD)] })) });
    expect((await app.request(`/calendar/${standing}.ics`)).status).toBe(200);
    accounts.delete(id(SHORT));
    expect((await app.request(`/calendar/${standing}.ics`)).status).toBe(404);
  });
});

describe("a fresh reading while the authority is closed", () => {
  it("is answered from the record, and says so", async () => {
    const read = async (): Promise<never> => {
      throw new SaldovaktError("closed", { code: "SKV_CLOSED", scope: "transient" });
    };
    const { of } = apiWorld({ source: { read } });
    const answer = await of(SHORT, "forecast?fresh=true");
    expect(answer.status).toBe(200);
    const told = (await answer.json()) as { balance: unknown; warnings: { code: string; text: string }[] };
    expect(told).toMatchObject({ balance: { amount: "29150.00" } });
    expect(told.warnings.map(({ code }) => code)).toContain("SOURCE_CLOSED");
    expect(told.warnings.find(({ code }) => code === "SOURCE_CLOSED")?.text).toContain("23 november");
    const unread = await of(UNREAD, "forecast?fresh=true");
    expect([unread.status, (await problem(unread)).code]).toEqual([503, "SKV_CLOSED"]);
  });
});
