import { plainDate, SaldovaktError } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { freshForecast } from "./answer.ts";
import { observed, world } from "./world.fixture.ts";

const TODAY = plainDate("2026-11-23");
const short = observed(1_000, [["2026-12-14", -5_000]], TODAY);
const fault = (code: string, scope: SaldovaktError["scope"]) => new SaldovaktError("cannot be read", { code, scope });

it("a fresh reading that cannot be had now answers with the last one, dated, and says so", async () => {
  const w = world();
  const account = w.add("Alfa", short);
  const read = await freshForecast(account, w.watch);
  expect(read.warnings).toEqual([]);
  w.today = plainDate("2026-11-24");
  w.answers.set(account.identity, fault("SKV_CLOSED", "transient"));
  const kept = await freshForecast(account, w.watch);
  expect(kept).toMatchObject({ today: "2026-11-24", shortfall: read.shortfall, readAt: read.readAt });
  expect(kept.warnings).toEqual([{ code: "SOURCE_CLOSED", date: "2026-11-23" }]);
});

it.each([
  ["of the account", fault("SKV_NOT_AUTHORISED", "account")],
  ["of the installation", fault("SKV_KEYS_REFUSED", "installation")],
])("a fault %s stays a fault", async (_, thrown) => {
  const w = world();
  const account = w.add("Alfa", short);
  await freshForecast(account, w.watch);
  w.answers.set(account.identity, thrown);
  await expect(freshForecast(account, w.watch)).rejects.toMatchObject({ code: thrown.code });
});

it("without any reading before there is nothing to answer with", async () => {
  const w = world();
  const account = w.add("Alfa", fault("SKV_CLOSED", "transient"));
  await expect(freshForecast(account, w.watch)).rejects.toMatchObject({ code: "SKV_CLOSED", scope: "transient" });
  w.accounts.clear();
  await expect(freshForecast(account, w.watch)).rejects.toMatchObject({ code: "ACCOUNT_UNKNOWN" });
});
