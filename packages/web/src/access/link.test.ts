import { describe, expect, it } from "vitest";
import { all, byClass, parseMarkup, textOf } from "../markup.fixture.ts";
import { SHORT } from "../pages/world.fixture.ts";
import { HOUR, OTHER, SAME, signedInWorld as world } from "./world.fixture.ts";

const NORWEGIAN = "Fjellrypa Friluft AS";

describe("a signed link", () => {
  it("shows its account and nothing else, read-only, and says until when", async () => {
    const { browse, token, id } = world();
    const opened = await browse(`/link/${await token(SHORT)}`);
    expect([opened.status, opened.headers.get("location")]).toEqual([303, `/accounts/${id(SHORT)}`]);
    expect(opened.headers.getSetCookie()[0]).toMatch(
      new RegExp(`^saldovakt-link=[\\w-]{56}; Max-Age=86400; Path=/accounts/${id(SHORT)}; HttpOnly; SameSite=Lax$`),
    );
    const answer = await browse(`/accounts/${id(SHORT)}`);
    expect(answer.status).toBe(200);
    const page = parseMarkup(await answer.text());
    expect(textOf(byClass(page, "by-link")[0] as never)).toContain("till 24 november 2026 kl. 09.30");
    expect(all(page, "form").map((form) => form.attributes.method)).toEqual(["get"]);
    expect(all(page, "a").filter((a) => a.attributes.href === "/" && textOf(a) !== "Saldovakt")).toEqual([]);
    expect((await browse(`/accounts/${id(SHORT)}/payment.svg?dueDate=2026-12-14`)).status).toBe(200);
    for (const path of ["/", "/import", `/accounts/${id(OTHER)}`]) expect((await browse(path)).status).toBe(303);
  });

  it("speaks the language of its account's country to whoever asks for none that we speak", async () => {
    const { browse, token, id } = world();
    const spoken = async (name: string, headers: Record<string, string> = {}) => {
      await browse(`/link/${await token(name)}`);
      const page = parseMarkup(await (await browse(`/accounts/${id(name)}`, { headers })).text());
      return all(page, "html")[0]?.attributes.lang;
    };
    expect(await spoken(NORWEGIAN)).toBe("nb");
    expect(await spoken(NORWEGIAN, { "accept-language": "pl" })).toBe("nb");
    expect(await spoken(NORWEGIAN, { "accept-language": "en-GB, sv;q=0.5" })).toBe("en");
    expect(await spoken(SHORT)).toBe("sv");
  });

  it("stands beside links to other accounts", async () => {
    const { browse, token, id } = world();
    await browse(`/link/${await token(SHORT)}`);
    await browse(`/link/${await token(OTHER)}`);
    expect((await browse(`/accounts/${id(OTHER)}`)).status).toBe(200);
  });

  it("opens nothing once it is over, altered, or put on another account", async () => {
    const { browse, token, id, clock, app } = world();
    const right = await token(SHORT);
    for (let i = 0; i < right.length; i += 5) {
      const altered = right.slice(0, i) + (right[i] === "A" ? "B" : "A") + right.slice(i + 1);
      const answer = await browse(`/link/${altered}`);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([410, []]);
      const cookie = { headers: { cookie: `saldovakt-link=${altered}` } };
      expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(410);
    }
    const cookie = { headers: { cookie: `saldovakt-link=${right}` } };
    expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(200);
    expect((await app.request(`http://localhost/accounts/${id(OTHER)}`, cookie)).status).toBe(410);
    expect((await app.request(`http://localhost/accounts/acc_zzzzzzzzzzzzzzzzzzzz`, cookie)).status).toBe(410);
    clock.now += 24 * HOUR;
    expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(410);
    expect((await browse(`/link/${right}`)).status).toBe(410);
  });

  it("changes nothing, whatever is sent with it", async () => {
    const { browse, token, post, id, ports } = world();
    await browse(`/link/${await token(SHORT)}`);
    expect((await post(`/accounts/${id(SHORT)}/payments`, SAME, { amount: "100", madeOn: "2026-11-23" })).status).toBe(403);
    expect((await post(`/accounts/${id(SHORT)}/calendar`)).status).toBe(403);
    expect(await ports.watch.records.payments(id(SHORT))).toEqual([]);
  });

  it("or signing in leads back to the page that was asked for, by HEAD too", async () => {
    const { browse, id } = world();
    const path = `/accounts/${id(SHORT)}`;
    for (const method of ["GET", "HEAD"]) {
      const answer = await browse(path, { method });
      expect([method, answer.headers.get("location")]).toEqual([method, `/sign-in?next=${encodeURIComponent(path)}`]);
    }
  });

  it("gives way to a session", async () => {
    const { browse, token, signIn, newKey, id } = world();
    await browse(`/link/${await token(SHORT)}`);
    await signIn(newKey({ scopes: ["write"] }));
    const page = parseMarkup(await (await browse(`/accounts/${id(SHORT)}`)).text());
    expect(byClass(page, "by-link")).toEqual([]);
  });

  it("opens its account also to somebody whose own key opens others alone", async () => {
    const { browse, token, signIn, newKey, id } = world();
    await signIn(newKey({ scopes: ["write"], accounts: [id(OTHER)] }));
    expect((await browse(`/accounts/${id(SHORT)}`)).status).toBe(404);
    await browse(`/link/${await token(SHORT)}`);
    const answer = await browse(`/accounts/${id(SHORT)}`);
    expect(answer.status).toBe(200);
    const page = parseMarkup(await answer.text());
    expect(byClass(page, "by-link")).toHaveLength(1);
    expect(all(page, "form").map((form) => form.attributes.method)).toEqual(["get"]);
    expect(byClass(parseMarkup(await (await browse(`/accounts/${id(OTHER)}`)).text()), "by-link")).toEqual([]);
  });
});
