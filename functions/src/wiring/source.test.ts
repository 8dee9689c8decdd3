import { expect, it } from "vitest";
import { openSkatteetaten, operationsOf, sourcesOf } from "./source.ts";

it("fails an account whose authority is not configured, and only that account", async () => {
  for (const source of ["skatteverket", "skatteetaten"] as const) {
    await expect(sourcesOf([])(source).read("165781006662")).rejects.toMatchObject({ code: "SOURCE_NOT_CONFIGURED", scope: "account" });
    expect(operationsOf([])(source)).toEqual({});
  }
});

it("offers of Skatteetaten what it has, and reads nothing before it is asked", () => {
  const sections = {
    maskinporten: { environment: "test", secret: "arn:maskinporten" },
    skatteetaten: { environment: "test", scope: "a:b", package: "regnskapssystem" },
  } as const;
  const never = () => Promise.reject(new Error("asked"));
  const opened = [openSkatteetaten(sections, { findAccount: never }, never)];
  expect(Object.keys(operationsOf(opened)("skatteetaten"))).toEqual(["transactions"]);
  expect(sourcesOf(opened)("skatteetaten").readPayout).toBeUndefined();
});
