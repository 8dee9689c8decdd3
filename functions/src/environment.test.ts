import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { environment } from "./environment.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("gives the variables asked for and no other", () => {
  vi.stubEnv("SALDOVAKT_TABLE", "state");
  vi.stubEnv("WATCH_QUEUE_URL", "https://sqs.example/watch");
  expect(environment(["SALDOVAKT_TABLE"])).toEqual({ SALDOVAKT_TABLE: "state" });
});

it.each([undefined, ""])("names a variable that is %j", (value) => {
  vi.stubEnv("SALDOVAKT_TABLE", "state");
  vi.stubEnv("WATCH_QUEUE_URL", value);
  expect(() => environment(["SALDOVAKT_TABLE", "WATCH_QUEUE_URL"])).toThrow(
    expect.objectContaining({ code: "ENVIRONMENT_INCOMPLETE", scope: "installation", message: "the variable WATCH_QUEUE_URL is not set" }),
  );
});

it("is the only file here that reads the environment", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.test|\.fixture)\.ts$/.test(name),
  );
  const readers = files.filter((name) => readFileSync(join(import.meta.dirname, name), "utf8").includes("process.env"));
  expect(readers).toEqual(["environment.ts"]);
});
