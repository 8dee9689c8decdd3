import { inputError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { SWEDISH_TOOLS } from "../texts/tools.sv.ts";
import { fullNumber, told } from "./import.ts";
import { viewIn } from "./view.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const SAME = { "sec-fetch-site": "same-origin" };

const NUMBER = swedishNumber(77).slice(2);

/** What the e-service exports. */
const STATEMENT = [
  `"Norrskenets Skog AB";"${NUMBER.slice(0, 6)}-${NUMBER.slice(6)}";"";""`,
  '"";"Ingående saldo 2026-09-01";"12 000";""',
  '"2026-09-14";"Debiterad preliminärskatt";"-9 500";""',
  '"2026-10-12";"Inbetalning bokförd 261012";"20 000";""',
  '"2026-10-12";"Debiterad preliminärskatt";"-9 500";""',
  '"2026-11-12";"Debiterad preliminärskatt";"-9 500";""',
  '"";"Utgående saldo 2026-11-20";"3 500";""',
].join("\r\n");

function world(pages: Parameters<typeof pagesWorld>[1] = {}) {
  const made = pagesWorld({}, pages);
  const send = (
    content: string | Uint8Array<ArrayBuffer>,
    fields: Record<string, string> = {},
    headers: Record<string, string> = SAME,
  ): Promise<Response> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new File([content], "kontoutdrag.csv", { type: "text/csv" }));
    return Promise.resolve(made.app.request("http://localhost/import", { method: "POST", headers, body: form }));
  };
  return { ...made, send };
}

const fault = async (answer: Response): Promise<string[]> => {
  expect(answer.status).toBe(400);
  return byClass(parseMarkup(await answer.text()), "wrong").map(textOf);
};

describe("handing in a statement", () => {
  it("says that there is none in a body that is no form, and that one is too large which is", async () => {
    const { app } = world();
    const send = (type: string, body: string) =>
      Promise.resolve(app.request("http://localhost/import", { method: "POST", headers: { ...SAME, "content-type": type }, body }));
    expect(await fault(await send("text/plain", "x"))).toEqual([SWEDISH_TOOLS.statement.missingFile]);
    expect(await fault(await send("multipart/form-data; boundary=x", "no parts"))).toEqual([SWEDISH_TOOLS.statement.missingFile]);
    const large = "x".repeat(4 * 1024 * 1024 + 1);
    expect(await fault(await send("application/x-www-form-urlencoded", large))).toEqual([SWEDISH_TOOLS.statement.tooLarge]);
  });

  it("adds the account it is of and shows that its sum is right", async () => {
    const { send, page, accounts } = world();
    const answer = await send(STATEMENT);
    expect(answer.status).toBe(200);
    const done = parseMarkup(await answer.text());
    expect(all(done, "tr").map(textOf)).toEqual([
      "Ingående saldo tisdag 1 september 202612 000 kr",
      "4 rader−8 500 kr",
      "Utgående saldo fredag 20 november 20263 500 kr",
    ]);
    expect(textOf(all(done, "main")[0] as Element)).toContain(
      "4 nya rader. Kontoutdrag finns nu från tisdag 1 september 2026 till fredag 20 november 2026.",
    );
    const added = [...accounts.values()].find((account) => account.name === "Norrskenets Skog AB");
    expect(added).toMatchObject({ reading: "statement", source: "skatteverket" });
    const account = await page(`/accounts/${added?.id}`);
    expect(textOf(account)).toContain("Enligt inläst kontoutdrag till och med fredag 20 november 2026.");
    expect(byClass(account, "todo").map(textOf)).toContain("Läs in ett nytt kontoutdrag för att se vad som har hänt sedan dess.");
    expect(textOf(byClass(account, "verdict")[0] as Element)).toMatch(
      /^Inga beslutade belopp är kända ?Kontoutdraget visar vad som är bokfört till och med fredag 20 november 2026/,
    );
    const line = all(await page("/"), "tr").find((tr) => textOf(tr).includes("Norrskenets Skog AB"));
    expect(byClass(line as Element, "pill").map(textOf)).toEqual(["Kontoutdrag"]);
  });

  it("changes nothing a second time", async () => {
    const { send, accounts } = world();
    await send(STATEMENT);
    const before = accounts.size;
    expect(textOf(parseMarkup(await (await send(STATEMENT)).text()))).toContain("Inga nya rader");
    expect(accounts.size).toBe(before);
  });

  it("names the line that is wrong, and nothing that stands on it", async () => {
    const { send } = world();
    const told = await fault(await send(STATEMENT.replace("2026-10-12", "2026-13-45")));
    expect(told).toEqual([expect.stringMatching(/^Rad 4: datum eller belopp går inte att läsa/)]);
    expect(told[0]).not.toContain("45");
  });

  it("refuses what does not add up, is no statement, or is no file", async () => {
    const { send } = world();
    expect(await fault(await send(STATEMENT.replace("20 000", "20 001")))).toEqual([
      expect.stringMatching(/rader saknas eller är ändrade.* Skillnad: 1(,00)?\skr\./),
    ]);
    expect(await fault(await send("%PDF-1.7"))).toEqual([expect.stringContaining("inte PDF eller Excel")]);
    expect(await fault(await send(""))).toEqual(["Välj kontoutdragets fil."]);
    expect(await fault(await send("x".repeat(3 * 1024 * 1024)))).toEqual([expect.stringContaining("för stor")]);
  });

  it("refuses the statement of another account than the one chosen, and keeps the choice", async () => {
    const { send, id } = world();
    const answer = await send(STATEMENT, { account: id(SHORT) });
    expect(answer.status).toBe(400);
    const page = parseMarkup(await answer.text());
    expect(byClass(page, "wrong").map(textOf)).toEqual(["Kontoutdraget gäller ett annat konto än det valda."]);
    expect(all(page, "option").find((option) => option.attributes.selected)?.attributes.value).toBe(id(SHORT));
  });

  it("is refused from other sites", async () => {
    const { send, accounts } = world();
    const before = accounts.size;
    expect((await send(STATEMENT, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send(STATEMENT, {}, {})).status).toBe(403);
    expect(accounts.size).toBe(before);
  });

  it("adds no account by a key of some accounts, nor touches others", async () => {
    const { app, key, id, send, accounts, audit } = world({ pages: "signed-in" });
    const secret = key({ scopes: ["write"], accounts: [id(SHORT)] }).authorization.slice(7);
    const form = { ...SAME, "content-type": "application/x-www-form-urlencoded" };
    const signed = await app.request("http://localhost/sign-in", { method: "POST", headers: form, body: `key=${secret}` });
    const cookie = signed.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const page = parseMarkup(await (await app.request("http://localhost/import", { headers: { cookie } })).text());
    expect(all(page, "option").map((option) => option.attributes.value)).toEqual([id(SHORT)]);
    const before = accounts.size;
    for (const account of ["", id("Tjäderns Verkstäder AB"), "acc_zzzzzzzzzzzzzzzzzzzz", "../x"]) {
      expect(await fault(await send(STATEMENT, { account }, { ...SAME, cookie }))).toEqual(["Välj vilket konto kontoutdraget gäller."]);
    }
    expect(accounts.size).toBe(before);
    // Who tried whose account stands in the log; of what was not done, nothing else does.
    const lines = (await audit()).filter(({ action }) => action === "statement.import" || action === "account.add");
    expect(lines.map(({ outcome, account = "" }) => `${outcome} ${account}`).toReversed()).toEqual([
      "refused ",
      `refused ${id("Tjäderns Verkstäder AB")}`,
      "refused acc_zzzzzzzzzzzzzzzzzzzz",
    ]);
  });

  it("stands in the log once, with the account; what it makes is named when it is there", async () => {
    const { send, audit, accounts } = world();
    await send(STATEMENT);
    const added = [...accounts.values()].find((account) => account.name === "Norrskenets Skog AB")?.id ?? "";
    await send(STATEMENT, { account: added });
    await fault(await send("%PDF-1.7", { account: added }));
    await fault(await send(""));
    const lines = (await audit()).filter(({ action }) => action === "statement.import" || action === "account.add");
    expect(lines.map(({ action, outcome, account = "" }) => `${action} ${outcome} ${account}`).toReversed()).toEqual([
      "account.add permitted ",
      `account.add permitted ${added}`,
      `statement.import permitted ${added}`,
      `statement.import permitted ${added}`,
      `statement.import failed ${added}`,
    ]);
  });
});

describe("a typed number", () => {
  it("of a company may lack the century, of a person it may not", () => {
    expect(fullNumber("559177-0018")).toBe("165591770018");
    expect(fullNumber("16 559177 0018")).toBe("165591770018");
    expect(fullNumber("811218-9876")).toBe("8112189876");
  });

  it("goes with a statement that does not say whose it is", async () => {
    const { send, accounts } = world();
    const anonymous = STATEMENT.split("\r\n").slice(1).join("\r\n");
    expect(await fault(await send(anonymous))).toEqual([expect.stringContaining("Det framgår inte av filen vems")]);
    expect(await fault(await send(anonymous, { identity: NUMBER.slice(0, 9) + ((Number(NUMBER[9]) + 1) % 10), name: "X" }))).toEqual([
      expect.stringContaining("Organisationsnumret är fel"),
    ]);
    expect((await send(anonymous, { identity: `${NUMBER.slice(0, 6)}-${NUMBER.slice(6)}`, name: "X AB" })).status).toBe(200);
    expect([...accounts.values()].some((account) => account.identity === swedishNumber(77) && account.name === "X AB")).toBe(true);
  });
});

describe("what is told of a fault", () => {
  it("is in the reader's language, by the code or its beginning", () => {
    const identity = inputError("IDENTITY_CHECK_DIGIT", "165590012345 is wrong", "…");
    for (const language of ["sv", "nb", "en"] as const) {
      const text = told(identity, viewIn(language, TODAY));
      expect(text).toMatch(/^[A-ZÅÄÖ].+\.$/);
      expect(text).not.toContain("1655");
    }
    expect(told(inputError("SOMETHING_NEW", "…", "…"), viewIn("sv", TODAY))).toBe("Filen kunde inte läsas in. SOMETHING_NEW");
  });
});
