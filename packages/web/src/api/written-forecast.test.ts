import { DEFAULT_POLICY, forecast, forecastDocument } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { COMPANIES, TODAY } from "../companies.fixture.ts";
import { fakeWorld } from "../ports.fixture.ts";
import { strongTag } from "./conditional.ts";
import { writtenForecast } from "./written-forecast.ts";

const company = COMPANIES.find(({ observation }) => observation);
if (!company?.observation) throw new Error("no company has been read");
const made = forecast(company.observation, DEFAULT_POLICY, TODAY);
const { ports, id } = fakeWorld();

it("is written once for one and the same forecast, account and language, and anew for any other", async () => {
  const account = (await ports.watch.records.account(id(company.name)))?.account;
  if (!account) throw new Error("the company is not watched");
  const bytes = (of: typeof account, language: "sv" | "en") => JSON.stringify(forecastDocument(made, of, language));

  const first = writtenForecast(made, account, "sv");
  expect(first).toMatchObject({ body: bytes(account, "sv"), etag: strongTag(bytes(account, "sv")) });
  expect(writtenForecast(made, account, "sv")).toBe(first);

  const renamed = { ...account, name: "Nya Namnet AB" };
  expect(writtenForecast(made, renamed, "sv").body).toBe(bytes(renamed, "sv"));
  expect(writtenForecast(made, account, "en").body).toBe(bytes(account, "en"));
  expect(writtenForecast({ ...made, stale: !made.stale }, account, "sv").body).not.toBe(first.body);
});
