import { describe, expect, it } from "vitest";
import { signedInWorld } from "../access/world.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";

const links = (page: Element): (string | undefined)[] => all(page, "a").map((a) => a.attributes.href);

describe("a page that says what went wrong", () => {
  it("leads on like every other where somebody is signed in", async () => {
    const { browse, newKey, signIn } = signedInWorld();
    const shown = async (path: string) => parseMarkup(await (await browse(path, { headers: { accept: "text/html" } })).text());
    await signIn(newKey({ scopes: ["write"] }));
    for (const path of ["/nowhere", "/accounts/acc_zzzzzzzzzzzzzzzzzzzz"]) {
      const page = await shown(path);
      expect(textOf(all(page, "h1")[0] as Element)).toBe("Sidan finns inte");
      expect(links(page)).toEqual(expect.arrayContaining(["/", "/import"]));
      expect(all(page, "form").map((form) => form.attributes.action)).toEqual(["/sign-out"]);
    }
  });

  it("shows nobody else a way that is not theirs", async () => {
    const { browse } = signedInWorld();
    const answer = await browse("/nowhere", { headers: { accept: "text/html" } });
    expect(answer.status).toBe(404);
    const page = parseMarkup(await answer.text());
    expect(links(page)).not.toContain("/import");
    expect(all(page, "form")).toEqual([]);
  });

  it("of a link that is no more has the way to sign in", async () => {
    const { browse } = signedInWorld();
    const answer = await browse("/link/dGVzdA");
    expect(answer.status).toBe(410);
    const [head] = byClass(parseMarkup(await answer.text()), "masthead");
    expect(all(head as Element, "a").map((a) => [a.attributes.href, textOf(a)])).toEqual([["/sign-in", "Logga in"]]);
  });
});
