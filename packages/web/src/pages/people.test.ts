import { type ChangeCode, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { OTHER, SAME, signedInWorld } from "../access/world.fixture.ts";
import { hashKey } from "../keys.ts";
import { all, parseMarkup } from "../markup.fixture.ts";
import { type SeededPeople, seedPeople, sessionOf } from "../people.fixture.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const TEXTS = PEOPLE_TEXTS.sv;

const CONFIRMED = ["confirm", "yes"] as const;

const form = (fields: readonly (readonly [string, string])[]): RequestInit => ({
  method: "POST",
  headers: SAME,
  body: String(new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]))),
});

async function world() {
  const made = signedInWorld();
  const people = await seedPeople(made.ports, made.id(SHORT));
  const as = async (who: keyof Pick<SeededPeople, "owner" | "adviser" | "reader">) => {
    const { cookie } = await sessionOf(made.ports, people[who]);
    made.cookies.set("saldovakt-session", { value: cookie.split("=")[1] ?? "", path: "/" });
  };
  const text = async (path: string) => (await made.browse(path)).text();
  const send = (path: string, ...fields: (readonly [string, string])[]) => made.browse(path, form(fields));
  const linkIn = (page: string): string => /http:\/\/localhost(\/join\/[\w-]{43})/.exec(page)?.[1] ?? "";
  return { ...made, people, as, text, send, linkIn };
}

describe("an invitation", () => {
  it("tells what one will see, lets one person in, and shows them theirs and nothing else", async () => {
    const { as, send, browse, text, linkIn, people, cookies, ports, clock, sessions } = await world();
    await as("owner");
    const shown = await (await send("/people/invitations", ["role", "adviser"], ["groups", people.group])).text();
    const link = linkIn(shown);
    expect(link).not.toBe("");
    expect(await text("/people")).not.toContain(link);
    cookies.clear();

    const before = await text(link);
    expect(before).toContain(TEXTS.mayDo.adviser);
    expect(before).not.toContain(SHORT);
    await text(link); // looking uses nothing up
    expect((await send(link, ["name", " "])).status).toBe(400);
    expect((await browse(link, { ...form([["name", "Ny Person"]]), headers: { ...SAME, "sec-fetch-site": "cross-site" } })).status).toBe(
      403,
    );
    const answer = await send(link, ["name", "Påhittade Nya"]);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
    const list = await text("/");
    expect(list).toContain(SHORT.split(" ")[0]);
    expect(list).not.toContain(OTHER.split(" ")[0]);
    expect(list).not.toContain('href="/people"');
    expect((await browse(`/accounts/${[...sessions.values()].length}`)).status).toBe(404);
    expect((await ports.people.users()).map(({ name }) => name)).toContain("Påhittade Nya");

    const again = await send(link, ["name", "Någon annan"]);
    expect(again.status).toBe(410);
    expect(JSON.stringify([...sessions.values()])).not.toContain(cookies.get("saldovakt-session")?.value);
    clock.now += 30 * 86_400_000;
    expect((await browse("/")).headers.get("location")).toBe("/sign-in");
  });

  it("leaves word of which user it became, before they are made", async () => {
    const { as, send, linkIn, ports, cookies, audit, people } = await world();
    await as("owner");
    const link = linkIn(await (await send("/people/invitations", ["role", "reader"], ["all", "yes"])).text());
    cookies.clear();
    const { putAudit } = ports.log;
    ports.log.putAudit = () => Promise.reject(new SaldovaktError("the log is away", { code: "STORE_UNREACHABLE", scope: "transient" }));
    const before = (await ports.people.users()).length;
    expect((await send(link, ["name", "Påhittade Nya"])).status).toBe(503);
    expect(await ports.people.users()).toHaveLength(before);
    ports.log.putAudit = putAudit;
    await send(link, ["name", " "]);
    expect((await send(link, ["name", "Påhittade Nya"])).status).toBe(303);
    const joined = (await ports.people.users()).find(({ name }) => name === "Påhittade Nya");
    const find = async (change: ChangeCode) =>
      (await audit()).find(({ changes, about }) => changes?.includes(change) && about?.startsWith("inv_"));
    const made = await find("invited");
    expect(made).toMatchObject({ action: "invitations.change", changes: ["invited"], principal: { id: people.owner } });
    const came = { action: "session.begin", changes: ["joined"], outcome: "permitted", principal: { kind: "user", id: joined?.id } };
    expect(await find("joined")).toMatchObject({ ...came, about: made?.about });
    await as("owner");
    const again = linkIn(await (await send(`/people/users/${joined?.id}/link`)).text());
    cookies.clear();
    await send(again);
    expect(await find("signed-in")).toMatchObject({ ...came, changes: ["signed-in"], about: (await find("sign-in-link"))?.about });
  });

  it("is taken back by an owner", async () => {
    const { as, send, browse, people } = await world();
    await as("owner");
    expect((await send(`/people/invitations/${people.invitation}/withdraw`)).status).toBe(303);
    expect((await send(`/people/invitations/${people.invitation}/withdraw`)).status).toBe(404);
    expect((await browse(`/join/${people.token}`)).status).toBe(410);
  });

  it("is not tried out for long", async () => {
    const { send } = await world();
    let status = 0;
    for (let n = 0; n < 60 && status !== 429; n++) ({ status } = await send(`/join/${"x".repeat(43)}`, ["name", "Namn"]));
    expect(status).toBe(429);
  });
});

describe("the page of people", () => {
  it("shows who there is to owners, and to nobody else", async () => {
    const { as, text, browse } = await world();
    await as("owner");
    const page = await text("/people");
    for (const name of ["Påhittade Ägaren", "Påhittade Rådgivaren", "Påhittade Läsaren", "Påhittade Kontoret"])
      expect(page).toContain(name);
    expect(() => parseMarkup(page)).not.toThrow();
    for (const who of ["adviser", "reader"] as const) {
      await as(who);
      const answer = await browse("/people");
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain("Påhittade Ägaren");
    }
  });

  it("changes role and groups, from the next request on", async () => {
    const { as, send, people, browse, id } = await world();
    await as("owner");
    expect((await send(`/people/users/${people.reader}`, ["role", "adviser"], ["all", "yes"])).status).toBe(303);
    await as("reader");
    expect((await browse(`/accounts/${id(OTHER)}`)).status).toBe(200);
    expect((await browse("/import")).status).toBe(200);
    await as("owner");
    for (const nothing of [`/people/users/${people.reader}`, "/people/invitations"]) {
      const refused = await send(nothing, ["role", "reader"]);
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("annars ser personen ingenting")]);
    }
    expect((await send(`/people/users/${people.reader}`, ["role", "reader"], ["groups", people.group])).status).toBe(303);
    await as("reader");
    expect((await browse(`/accounts/${id(OTHER)}`)).status).toBe(404);
    expect((await browse("/import")).status).toBe(403);
  });

  it("gives single accounts, to whoever is invited and to whoever is there, and takes them back", async () => {
    const { as, send, people, ports, id, text, browse } = await world();
    await as("owner");
    const chosen = (page: string) =>
      all(parseMarkup(page), "input")
        .filter(({ attributes: { name, checked } }) => name === "accounts" && checked !== undefined)
        .map(({ attributes }) => attributes.value);
    await send("/people/invitations", ["role", "reader"], ["single", "yes"], ["accounts", id(SHORT)], ["accounts", id(OTHER)]);
    expect((await ports.people.invitations()).map(({ accounts }) => accounts)).toContainEqual([id(SHORT), id(OTHER)]);
    const user = `/people/users/${people.reader}`;
    expect(chosen(await text(user))).toEqual([id(SHORT)]);
    expect(await text("/people")).toContain(`href="${user}"`);
    const reach = async () => (await ports.people.user(people.reader))?.accounts;
    // The form of the list cannot choose them, and leaves them.
    await send(user, ["role", "reader"], ["groups", people.group]);
    expect(await reach()).toEqual([id(SHORT)]);
    await send(user, ["role", "reader"], ["single", "yes"], ["accounts", id(OTHER)]);
    expect([await reach(), chosen(await text(user))]).toEqual([[id(OTHER)], [id(OTHER)]]);
    // What is watched no more is seen still, so that another choice does not take it away.
    const { accounts } = ports.watch.accounts;
    ports.watch.accounts.accounts = async function* () {
      for await (const each of accounts()) if (each.account.id !== id(OTHER)) yield each;
    };
    expect(chosen(await text(user))).toEqual([id(OTHER)]);
    await send(user, ["role", "reader"], ["single", "yes"]);
    expect(await reach()).toEqual([]);
    expect((await browse("/people/users/usr_zzzzzzzzzzzzzzzzzzzz")).status).toBe(404);
    const large = Array.from({ length: 9_000 }, () => ["accounts", id(SHORT)] as const);
    expect((await send(user, ["role", "reader"], ["single", "yes"], ...large)).status).toBe(413);
    expect(await reach()).toEqual([]);
    expect((await send(user, ["role", "reader"], ["single", "yes"], ...large.slice(0, 5_000))).status).toBe(303);
    expect(await reach()).toEqual([id(SHORT)]);
  });

  it("changes nothing by a form that did not arrive whole, and says so", async () => {
    const { as, send, people, ports, id, browse, audit } = await world();
    await as("owner");
    const [user, group] = [`/people/users/${people.adviser}`, `/people/groups/${people.group}`];
    const state = async () => JSON.stringify([await ports.people.users(), await ports.people.invitations(), await ports.people.groups()]);
    const before = await state();
    const bare = { "sec-fetch-site": "same-origin" };
    const raw = (path: string, headers: Record<string, string>, body: string) => browse(path, { method: "POST", headers, body });
    const answers = [
      ...[user, "/people/invitations"].flatMap((path) => [
        () => send(path, ["role", "superuser"], ["all", "yes"]),
        () => send(path, ["role", "Owner"]),
        () => send(path, ["all", "yes"], ["groups", people.group]),
        () => send(path),
        () => send(path, ["role", "reader"], ["single", "yes"], ["accounts", id(SHORT)], ["accounts", "x"]),
        () => send(path, ["role", "reader"], ["groups", people.group], ["groups", ""]),
      ]),
      ...[group, "/people/groups"].flatMap((path) => [
        () => send(path),
        () => send(path, ["accounts", id(SHORT)]),
        () => send(path, ["name", "Syd"], ["accounts", "x"]),
      ]),
      ...[user, "/people/invitations", group, "/people/groups"].flatMap((path) => [
        () => raw(path, { ...bare, "content-type": "application/json" }, '{"role":"reader","name":"Syd"}'),
        () => raw(path, { ...bare, "content-type": "multipart/form-data; boundary=x" }, "no parts"),
        () => raw(path, bare, "role=reader&name=Syd"),
      ]),
    ];
    for (const answer of answers) {
      const given = await answer();
      expect([given.status, await state()]).toEqual([400, before]);
      expect(await given.text()).toContain(TEXTS.fault.FORM_);
    }
    expect((await audit()).filter(({ action }) => action === "users.change")).toEqual([]);
  });

  it("writes down which of the things was done, and no more than was changed", async () => {
    const { as, send, people, audit, id, text } = await world();
    await as("owner");
    const user = `/people/users/${people.adviser}`;
    await send(user, ["role", "reader"], ["groups", people.group]);
    await send(user, ["role", "reader"], ["all", "yes"]);
    await send(user, ["role", "reader"], ["all", "yes"]);
    await send(user, ["role", "owner"]);
    await send(user, ["role", "reader"], ["all", "yes"]);
    for (const what of ["shut-out", "let-in", "erase"]) await send(`${user}/${what}`, CONFIRMED);
    await send(`/people/groups/${people.group}`, ["name", "Syd"], ["accounts", id(SHORT)]);
    const done = (await audit()).map(({ action, changes = [], outcome }) => `${action} ${changes.join(" ")} ${outcome}`.replace("  ", " "));
    expect(done.toReversed()).toEqual([
      ...["role", "reach", "", "role", "role reach", "shut-out", "let-in", "erased"].map((what) =>
        `users.change ${what} permitted`.replace("  ", " "),
      ),
      "groups.change name permitted",
    ]);
    const page = await text("/audit");
    for (const what of [TEXTS.audit.changes.erased, TEXTS.audit.changes["shut-out"]]) expect(page).toContain(`</code> ${what}`);
    expect(await text("/audit.csv")).toMatch(/,role reach\r\n/);
  });

  it("shuts somebody out at once, also from the calendar they made; a link lets them in again", async () => {
    const { as, send, people, browse, cookies, linkIn, id, app, clock } = await world();
    await as("adviser");
    const made = await (await send(`/accounts/${id(SHORT)}/calendar`)).text();
    const calendar = /\/calendar\/svk_[0-9a-z]+\.ics/.exec(made)?.[0] ?? "";
    expect((await app.request(calendar)).status).toBe(200);
    const session = cookies.get("saldovakt-session") ?? { value: "", path: "/" };
    await as("owner");
    clock.now += 1;
    await send(`/people/users/${people.adviser}/shut-out`);
    cookies.set("saldovakt-session", session);
    expect((await browse("/")).headers.get("location")).toBe("/sign-in");
    expect((await app.request(calendar)).status).toBe(404);
    await as("owner");
    expect((await send(`/people/users/${people.adviser}/link`)).status).toBe(400);
    await send(`/people/users/${people.adviser}/let-in`);
    cookies.set("saldovakt-session", session);
    expect((await browse("/")).headers.get("location")).toBe("/sign-in");
    await as("owner");
    const link = linkIn(await (await send(`/people/users/${people.adviser}/link`)).text());
    cookies.clear();
    clock.now += 1;
    expect((await send(link)).status).toBe(303);
    expect((await browse("/")).status).toBe(200);
  });

  it("erases somebody, but not the last owner", async () => {
    const { as, send, people, text, ports } = await world();
    await as("owner");
    for (const user of await ports.people.users()) if (user.id !== people.owner) await send(`/people/users/${user.id}/erase`, CONFIRMED);
    const page = await text("/people");
    expect(page).not.toContain("Påhittade Läsaren");
    const refused = await send(`/people/users/${people.owner}/erase`, CONFIRMED);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain(TEXTS.fault.LAST_OWNER);
  });

  it("erases nobody whose box is not ticked, and offers it ticked to nobody", async () => {
    const { as, send, people, text, ports, browse } = await world();
    await as("owner");
    const boxes = all(parseMarkup(await text("/people")), "input").filter(({ attributes: { name } }) => name === "confirm");
    expect(boxes).toHaveLength((await ports.people.users()).length);
    for (const { attributes } of boxes) expect([attributes.required, attributes.checked]).toEqual(["required", undefined]);
    const before = await ports.people.users();
    const path = `/people/users/${people.reader}/erase`;
    const plain = () => browse(path, { method: "POST", headers: { "sec-fetch-site": "same-origin" } });
    for (const answer of [await send(path), await send(path, ["confirm", "no"]), await plain()]) {
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(TEXTS.fault.ERASE_);
    }
    expect(await ports.people.users()).toEqual(before);
    expect((await send(path, CONFIRMED)).status).toBe(303);
    expect(await ports.people.user(people.reader)).toBeNull();
  });

  it("makes, changes and removes groups, by which the list is narrowed", async () => {
    const { as, send, text, people, ports, id, browse } = await world();
    await as("owner");
    expect((await send("/people/groups", ["name", "Norr"], ["accounts", id(OTHER)])).status).toBe(303);
    const group = (await ports.people.groups()).find(({ name }) => name === "Norr");
    expect(group?.accounts).toEqual([id(OTHER)]);
    const narrowed = await text(`/?group=${group?.id}`);
    expect(narrowed).toContain(OTHER.split(" ")[0]);
    expect(narrowed).not.toContain(`/accounts/${id(SHORT)}`);
    await as("adviser");
    const own = await text(`/?group=${group?.id}`);
    expect(own).not.toContain("Norr");
    expect(own).not.toContain(`/accounts/${id(OTHER)}`);
    expect(own).toContain("Påhittade Kontoret");
    await as("owner");
    expect(await text(`/people/groups/${group?.id}`)).toContain("Norr");
    await send(`/people/groups/${group?.id}`, ["name", "Syd"], ["accounts", id(SHORT)]);
    expect((await ports.people.groups()).find(({ name }) => name === "Syd")?.accounts).toEqual([id(SHORT)]);
    await send(`/people/groups/${people.group}/remove`);
    await as("adviser");
    expect((await browse(`/accounts/${id(SHORT)}`)).status).toBe(404);
  });

  it("takes forms from our own pages alone", async () => {
    const { as, browse, people, ports } = await world();
    await as("owner");
    const foreign = await browse(`/people/users/${people.reader}/erase`, { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
    expect(foreign.status).toBe(403);
    expect(await ports.people.user(people.reader)).not.toBeNull();
  });

  it("is not there where pages are open", async () => {
    const { ports, get, id } = pagesWorld();
    const { token } = await seedPeople(ports, id(SHORT));
    for (const path of ["/people", "/audit", `/join/${token}`]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.text()).toContain(TEXTS.open.heading);
    }
  });
});

describe("the page of the log", () => {
  it("shows who did what, by name while there is somebody to name", async () => {
    const { as, send, text, people, id, browse, audit } = await world();
    await as("adviser");
    await browse(`/accounts/${id(SHORT)}`);
    await as("reader");
    await browse(`/accounts/${id(OTHER)}`);
    await as("owner");
    const page = await text("/audit");
    const headings = [TEXTS.audit.at, TEXTS.audit.who, TEXTS.audit.what, TEXTS.audit.about, TEXTS.audit.outcome];
    expect(page).toContain("Påhittade Rådgivaren");
    expect(page).toContain("<code>account.read</code>");
    expect(page).toContain("ACCOUNT_UNKNOWN");
    // On a telephone the columns' headings are out of sight.
    for (const line of all(parseMarkup(page), "tr").slice(1))
      expect(all(line, "td").map(({ attributes }) => attributes["data-label"])).toEqual(headings);
    await send(`/people/users/${people.adviser}/erase`, CONFIRMED);
    expect(await text("/audit")).not.toContain("Påhittade Rådgivaren");
    const file = await text("/audit.csv");
    expect(file.split("\r\n").length).toBeGreaterThan(3);
    expect(file + JSON.stringify(await audit())).not.toMatch(/Påhittade|Grävlingen|svk_/);
    expect(await text("/audit?from=2020-01-01&to=2020-01-02")).toContain(TEXTS.audit.none);
    expect((await browse("/audit?from=nonsense&to=2020-01-02")).status).toBe(200);
    expect((await browse("/audit?from=2026-12-01&to=2026-11-01")).status).toBe(200);
    expect((await browse("/audit?before=nonsense")).status).toBe(200);
  });
});

it("keeps a user's cookie as its hash alone", async () => {
  const { people, ports, sessions } = await world();
  const { cookie } = await sessionOf(ports, people.owner);
  expect([...sessions.keys()]).toEqual([hashKey(cookie.split("=")[1] ?? "")]);
});
