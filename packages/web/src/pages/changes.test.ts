import { plainDate } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { NAMES, pagesWorld, SHORT } from "./world.fixture.ts";

const FORM = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };

function world() {
  const made = pagesWorld();
  const here = `/accounts/${made.id(SHORT)}`;
  const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = FORM): Promise<Response> =>
    Promise.resolve(made.app.request(`${here}/${path}`, { method: "POST", headers, body: String(new URLSearchParams(fields)) }));
  const missing = async (): Promise<string> => textOf(byClass(await made.account(SHORT), "verdict")[0] as Element);
  const fresh = () => made.app.request(`/v1${here}/forecast?fresh=true`, { headers: made.key({ scopes: ["read:fresh"] }) });
  return { ...made, here, post, missing, fresh };
}

describe("a payment", () => {
  it("is registered as typed, counts at once, and in the list too", async () => {
    const { post, here, account, missing, id, page } = world();
    const answer = await post("payments", { amount: "45 650,00", madeOn: "2026-12-09" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${here}#payments`]);
    expect(await missing()).toContain("18 400 kr saknas");
    const rows = byClass(await account(SHORT), "registered").flatMap((table) => all(table, "tr").map(textOf));
    expect(rows.slice(1)).toEqual(["ons 9 dec45 650 krplaneradväntas mån 14 decÅngra"]);
    const line = all(await page("/"), "tr").find((tr) => all(tr, "a").some((a) => a.attributes.href === `/accounts/${id(SHORT)}`));
    expect(textOf(line as Element)).toContain("18 400 kr");
  });

  it("is one however often its form is sent, and another when it is filled in anew", async () => {
    const { post, account, payments, id } = world();
    const form = all(await account(SHORT), "form").find((each) => each.attributes.action?.endsWith("/payments#payments")) as Element;
    const once = all(form, "input").find((input) => input.attributes.name === "once")?.attributes.value ?? "";
    expect(once).toMatch(/^[0-9a-f]{16}$/);
    const fields = { amount: "100", madeOn: "2026-11-23", once };
    const twice = await Promise.all([post("payments", fields), post("payments", fields)]);
    expect(twice.map((answer) => answer.status)).toEqual([303, 303]);
    expect(payments.get(id(SHORT))).toHaveLength(1);
    await post("payments", { ...fields, amount: "200" });
    expect(payments.get(id(SHORT))).toHaveLength(2);
  });

  it("is not of another day than one that counts, and the page says which do", async () => {
    const { post, payments, id } = world();
    for (const madeOn of ["2020-11-23", "2030-11-23"]) {
      const answer = await post("payments", { amount: "900", madeOn });
      expect(answer.status).toBe(400);
      expect(byClass(parseMarkup(await answer.text()), "wrong").map(textOf)).toEqual(["Välj en dag från lör 24 okt till fre 22 jan 2027."]);
    }
    expect((await post("payments", { amount: "900000000000", madeOn: "2026-11-23" })).status).toBe(400);
    expect(payments.get(id(SHORT))).toBeUndefined();
  });

  it("of a day ahead is said to be planned, when it is tried and when it is registered", async () => {
    const { page, here, post, account } = world();
    const button = async (on: string) =>
      all(byClass(await page(`${here}?pay=100&on=${on}`), "compare")[0] as Element, "button").map(textOf);
    expect(await button("2026-11-23")).toEqual(["Registrera betalningen"]);
    expect(await button("2026-12-09")).toEqual(["Registrera som planerad betalning"]);
    await post("payments", { amount: "100", madeOn: "2026-11-23" });
    await post("payments", { amount: "200", madeOn: "2026-12-09" });
    const states = byClass(await account(SHORT), "registered").flatMap((table) => all(table, "tr").slice(1).map(textOf));
    expect(states.map((row) => /planerad|på väg/.exec(row)?.[0]).sort()).toEqual(["planerad", "på väg"]);
  });

  it("can be taken back", async () => {
    const { post, account, missing, payments, id } = world();
    await post("payments", { amount: "45650", madeOn: "2026-12-09" });
    const form = byClass(await account(SHORT), "registered").flatMap((table) => all(table, "form"))[0];
    const action = form?.attributes.action ?? "";
    expect(action).toMatch(/\/payments\/pay_[0-9a-f]{16}\/withdraw$/);
    const path = action.slice(`/accounts/${id(SHORT)}/`.length);
    expect((await post(path)).status).toBe(303);
    expect(payments.get(id(SHORT))).toEqual([]);
    expect(await missing()).toContain("64 050 kr saknas");
    expect((await post(path)).status).toBe(404);
  });

  it.each([
    [{ amount: "", madeOn: "2026-12-09" }, "paid-amount"],
    [{ amount: "-5", madeOn: "2026-12-09" }, "paid-amount"],
    [{ amount: "12x", madeOn: "2026-12-09" }, "paid-amount"],
    [{ amount: "100", madeOn: "2026-02-30" }, "paid-on"],
    [{ amount: "100" }, "paid-on"],
    [{}, "paid-amount"],
  ])("is not registered from %j, what was typed stays, and %s is told what is wrong", async (fields, faulty) => {
    const { post, payments, id } = world();
    const answer = await post("payments", fields as Record<string, string>);
    expect(answer.status).toBe(400);
    const page = parseMarkup(await answer.text());
    const [wrong, ...more] = byClass(page, "wrong");
    expect(more).toEqual([]);
    expect(wrong && textOf(wrong)).toBe(faulty === "paid-on" ? "Ange dagen som 2026-12-09." : "Ange beloppet som 12500 eller 12 500,50.");
    const marked = all(page, "input").filter((input) => input.attributes["aria-invalid"] === "true");
    expect(marked.map((input) => [input.attributes.id, input.attributes["aria-describedby"]])).toEqual([[faulty, wrong?.attributes.id]]);
    const typed = all(page, "input").find((input) => input.attributes.id === "paid-amount");
    expect(typed?.attributes.value).toBe((fields as { amount?: string }).amount ?? "");
    expect(payments.get(id(SHORT))).toBeUndefined();
  });

  it("is taken from no body but a form, and from none that is too large", async () => {
    const { post, payments, id } = world();
    const answers = [
      await post("payments", { amount: "1", madeOn: "2026-12-09" }, { ...FORM, "content-type": "text/plain" }),
      await post("payments", { amount: "1", madeOn: "2026-12-09", more: "x".repeat(20_000) }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
    expect(payments.get(id(SHORT))).toBeUndefined();
  });

  it("is not offered where each claim is paid by itself", async () => {
    const { account } = world();
    const page = await account("Fjellrypa Friluft AS");
    expect(all(page, "form").filter((form) => form.attributes.method === "post" && form.attributes.action?.includes("/payments"))).toEqual(
      [],
    );
  });
});

describe("an alert", () => {
  it("is acknowledged once, and then says when it was", async () => {
    const { post, account, fresh, id } = world();
    await fresh();
    const forms = byClass(await account(SHORT), "told").flatMap((list) => all(list, "form"));
    expect(forms).toHaveLength(2);
    const path = forms[0]?.attributes.action?.slice(`/accounts/${id(SHORT)}/`.length) ?? "";
    const answer = await post(path);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/accounts/${id(SHORT)}#told`]);
    const told = byClass(await account(SHORT), "told").flatMap((list) => all(list, "li").map(textOf));
    expect(told.filter((line) => line.includes("Kvitterat 23 november 2026 kl. 09.30"))).toHaveLength(1);
    expect(told.filter((line) => line.endsWith("Kvittera"))).toHaveLength(1);
    expect((await post(path)).status).toBe(303);
  });

  it("that is not there is not found", async () => {
    const { post } = world();
    for (const alert of ["none", "shortfall:2026-12-14:9", "%00", "x".repeat(300)]) {
      expect((await post(`alerts/${alert}/acknowledge`)).status).toBe(404);
    }
  });
});

it("is named in the log where it made something", async () => {
  const { post, audit, payments, keys, id } = world();
  await post("payments", { amount: "100", madeOn: "2026-11-23", once: "0123456789abcdef" });
  await post("calendar");
  const made = [...(payments.get(id(SHORT)) ?? []), ...keys.values()].map((each) => each.id);
  expect(made).toHaveLength(2);
  expect((await audit()).flatMap(({ about }) => about ?? []).toReversed()).toEqual(made);
});

describe("a calendar's address", () => {
  it("is made by the button and shown this once", async () => {
    const { post, keys, id, account, get } = world();
    const page = parseMarkup(await (await post("calendar")).text());
    const [address = ""] = byClass(page, "copy").map(textOf);
    expect(address).toMatch(/^http:\/\/localhost\/calendar\/svk_[0-9a-z]{52}\.ics$/);
    expect(all(page, "a").map((a) => a.attributes.href)).toContain(address.replace("http:", "webcal:"));
    const [made] = [...keys.values()];
    expect(made).toMatchObject({ scopes: ["calendar"], accounts: [id(SHORT)], revokedAt: null });
    expect(textOf(await account(SHORT))).not.toContain("svk_");
    const calendar = await get(new URL(address).pathname);
    expect([calendar.status, calendar.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
  });

  it("stands at the public address where there is one", async () => {
    const made = pagesWorld({}, { publicUrl: "https://saldo.example" });
    const answer = await made.app.request(`/accounts/${made.id(SHORT)}/calendar`, { method: "POST", headers: FORM });
    expect(byClass(parseMarkup(await answer.text()), "copy").map(textOf)[0]).toMatch(/^https:\/\/saldo\.example\/calendar\/svk_/);
  });
});

describe("the files of a page", () => {
  it("are those it links to", async () => {
    const { account, get, id, accounts } = world();
    const standing = accounts.get(id(SHORT));
    if (!standing) throw new Error("no account");
    accounts.set(id(SHORT), { ...standing, payFrom: { iban: "SE4550000000058398257466", bic: "ESSESESS" } });
    const page = await account(SHORT);
    const links = [...all(page, "a").map((a) => a.attributes.href), ...all(page, "img").map((img) => img.attributes.src)];
    const files = links.filter((link) => link?.startsWith(`/accounts/${id(SHORT)}/`));
    expect(files).toHaveLength(2 + 2 + 1 + 1);
    const types = await Promise.all(
      files.map(async (file) => {
        const answer = await get(file ?? "");
        expect([file, answer.status]).toEqual([file, 200]);
        return answer.headers.get("content-type");
      }),
    );
    expect(new Set(types)).toEqual(new Set(["application/xml; charset=utf-8", "image/svg+xml; charset=utf-8", "text/csv; charset=utf-8"]));
  });

  it("of several claims due on one day are one for each, one for the day and one for all", async () => {
    const { account, id, accounts, observations, get } = world();
    const name = "Fjellrypa Friluft AS";
    const [standing, observation] = [accounts.get(id(name)), observations.get(id(name))];
    if (!standing || !observation) throw new Error("no account");
    accounts.set(id(name), { ...standing, payFrom: { iban: "NO9386011117947", bic: "DNBANOKK" } });
    const files = async (): Promise<(string | undefined)[]> =>
      all(await account(name), "a")
        .map((a) => a.attributes.href)
        .filter((href) => href?.includes("payment.xml"));
    const here = `/accounts/${id(name)}/payment.xml`;
    expect(await files()).toEqual([`${here}?dueDate=2026-12-10`, `${here}?dueDate=2027-01-15`, here]);
    const [first] = observation.charges;
    observations.set(id(name), {
      ...observation,
      charges: observation.charges.map((charge) => ({ ...charge, dueDate: first?.dueDate ?? charge.dueDate })),
    });
    const ofDay = `${here}?dueDate=2026-12-10`;
    expect((await files()).sort()).toEqual([here, `${ofDay}&payment=1`, `${ofDay}&payment=2`]);
    const ids = async (path: string) => [...(await (await get(path)).text()).matchAll(/<EndToEndId>(\w+)/g)].map(([, found]) => found);
    expect(await ids(here)).toHaveLength(2);
    expect([...(await ids(`${ofDay}&payment=1`)), ...(await ids(`${ofDay}&payment=2`))]).toEqual(await ids(here));
    expect(byClass(await account(name), "booked")).toEqual([]);
    const [one] = observation.charges;
    if (!one) throw new Error("no charge");
    const later = { ...one, dueDate: plainDate("2026-12-21") };
    observations.set(id(name), { ...observation, charges: [one, { ...one, text: "B" }, later] });
    expect(await files()).toEqual(expect.arrayContaining([ofDay, `${here}?dueDate=2026-12-21`, here]));
    expect(await ids(ofDay)).toHaveLength(2);
  });

  it("leave out no claim unsaid: without an account there is none for the day, without a KID it is said", async () => {
    const { account, get, id, accounts, observations } = world();
    const name = "Fjellrypa Friluft AS";
    const [standing, observation] = [accounts.get(id(name)), observations.get(id(name))];
    const [one] = observation?.charges ?? [];
    if (!standing || !observation || !one?.payTo) throw new Error("no claim");
    accounts.set(id(name), { ...standing, payFrom: { iban: "NO9386011117947", bic: "DNBANOKK" } });
    const { payTo: _, ...nowhere } = one;
    const noKid = { ...one, text: "C", payTo: { ...one.payTo, reference: null } };
    observations.set(id(name), { ...observation, charges: [one, { ...nowhere, text: "B" }, noKid] });
    const page = await account(name);
    const section = all(page, "section").find((each) => each.attributes["aria-labelledby"] === "pay") as Element;
    const here = `/accounts/${id(name)}/payment.xml?dueDate=2026-12-10`;
    const links = all(section, "a").map((a) => a.attributes.href);
    expect(links).toHaveLength(2);
    for (const link of links) {
      expect(link).toMatch(/payment=[123]$/);
      expect((await get(link ?? "")).status).toBe(200);
    }
    expect(textOf(section)).toContain(
      "Det finns ingen fil med allt: Skatteetaten har inte angett ett giltigt kontonummer för alla betalningar.",
    );
    expect(textOf(section).match(/Utan KID: företagets nummer och namn skickas i stället/g)).toHaveLength(1);
    const refused = await get(here);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain(
      "Myndigheten har inte angett ett giltigt kontonummer eller referensnummer för en av betalningarna",
    );
    for (const query of ["&payment=0", "&payment=x"]) expect((await get(here + query)).status).toBe(400);
  });

  it("leave out what goes to an account number that cannot be right, and say so beside its amount and KID", async () => {
    const { account, get, id, accounts, observations } = world();
    const name = "Fjellrypa Friluft AS";
    const [standing, observation] = [accounts.get(id(name)), observations.get(id(name))];
    const [one] = observation?.charges ?? [];
    if (!standing || !observation || !one?.payTo?.reference) throw new Error("no claim");
    accounts.set(id(name), { ...standing, payFrom: { iban: "NO9386011117947", bic: "DNBANOKK" } });
    const wrong = { ...one.payTo, number: "1234 56 78904" };
    observations.set(id(name), { ...observation, charges: [{ ...one, payTo: wrong }] });
    const section = all(await account(name), "section").find((each) => each.attributes["aria-labelledby"] === "pay") as Element;
    expect(all(section, "a")).toEqual([]);
    for (const shown of [
      wrong.number,
      one.payTo.reference,
      "18420",
      "Ingen betalningsfil: kontonumret eller referensnumret är inte giltigt.",
    ])
      expect(textOf(section)).toContain(shown);
    expect((await get(`/accounts/${id(name)}/payment.xml?dueDate=${one.dueDate}`)).status).toBe(409);
  });

  it("are a page that says so where there is nothing to make them of", async () => {
    const { get, here, id } = world();
    const nothing = await get(`${here}/payment.svg?dueDate=2030-01-01`);
    expect(nothing.status).toBe(404);
    const words = await nothing.text();
    expect(words).toContain("Det finns inget att betala då.");
    expect(words).not.toContain("kan inte visas just nu");
    expect((await get(`${here}/payment.svg?dueDate=x`)).status).toBe(400);
    expect((await get(`${here}/payment.xml`)).status).toBe(409);
    expect((await get(`/accounts/${id("Älvsippans Instrument AB")}/forecast.csv`)).status).toBe(404);
  });
});

describe("what paying late costs", () => {
  it("is told as an estimate where something is missing, and nowhere else", async () => {
    const { account } = world();
    const late = async (name: string) =>
      all(await account(name), "section").find((section) => section.attributes["aria-labelledby"] === "late");
    expect(textOf((await late(SHORT)) as Element)).toBe(
      "Om ni betalar för sent Ungefärlig räntekostnad för det som saknas BetalasUppskattad ränta I tid0 kr En vecka efter förfallodagen214,96 kr " +
        "30 dagar efter förfallodagen921,27 kr Uppskattning: 17,5 % om året på 64 050 kr, dag för dag. Räntesatsen är den senast kända och kan ha ändrats.",
    );
    expect(textOf((await late("Hjortronmyrens Åkeri AB")) as Element)).toMatch(/Uppskattad ränta I ?dag/);
    expect(await late("Blåklockans Bygg AB")).toBeUndefined();
    expect(textOf((await late("Fjellrypa Friluft AS")) as Element)).toContain("12,25 %");
  });
});

describe("every form", () => {
  it("is sent to an address that takes it", async () => {
    const { page, app, id, fresh } = world();
    await fresh();
    for (const path of ["/", "/import", ...NAMES.map((name) => `/accounts/${id(name)}`)]) {
      for (const form of all(await page(path), "form")) {
        const { method = "get", action = "" } = form.attributes;
        const other = await app.request(action, { method: "PURGE" });
        expect([path, action, other.status]).toEqual([path, action, 405]);
        expect(other.headers.get("allow")?.toLowerCase()).toContain(method);
      }
    }
  });
});

describe("whatever is sent by a form of ours", () => {
  it("is never a fault of ours", async () => {
    const { app, here, faults } = world();
    const paths = ["payments", "payments/pay_1/withdraw", "alerts/shortfall:2026-12-14:1/acknowledge", "calendar"].map(
      (path) => `${here}/${path}`,
    );
    const path = fc.constantFrom(...paths, "/import", "/sign-in", "/sign-out");
    const type = fc.constantFrom(
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "multipart/form-data; boundary=x",
      "text/csv",
      "",
    );
    const fields = fc.dictionary(
      fc.constantFrom("amount", "madeOn", "key", "next", "account", "name", "identity", "file"),
      fc.string({ maxLength: 40 }),
    );
    const body = fc.oneof(
      fields.map((each) => String(new URLSearchParams(each))),
      fc.string({ maxLength: 200 }),
      fields.map(
        (each) =>
          `${Object.entries(each)
            .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n${value}\r\n`)
            .join("")}--x--\r\n`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(path, type, body, async (to, contentType, sent) => {
        const headers = { "sec-fetch-site": "same-origin", ...(contentType === "" ? {} : { "content-type": contentType }) };
        const answer = await app.request(to, { method: "POST", headers, body: sent });
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get("location") ?? "/").toMatch(/^\/(?!\/)/);
      }),
      { numRuns: 300 },
    );
    expect(faults).toEqual([]);
  });
});
