import { createApp } from "../app.ts";
import { COMPANIES } from "../companies.fixture.ts";
import { type Element, parseMarkup } from "../markup.fixture.ts";
import { type FakeOptions, fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { WebOptions } from "../ports.ts";

/** Something is missing here. */
export const SHORT = "Grävlingens Plåt & Sönergöken AB";
export const NAMES = COMPANIES.map((company) => company.name);

/** The pages over a fake world. */
export function pagesWorld(options: FakeOptions = {}, web: Partial<WebOptions> = {}) {
  const fake = fakeWorld(options);
  const app = createApp(fake.ports, fakeOptions({ pages: "open", ...web }));
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const page = async (path: string): Promise<Element> => parseMarkup(await (await get(path)).text());
  return { ...fake, app, get, page, account: (name: string) => page(`/accounts/${fake.id(name)}`) };
}
