import { SaldovaktError } from "@saldovakt/domain";
import { beforeEach, expect, it } from "vitest";
import { SECRET_LIFETIME_MS, type SecretCache, secretCache } from "./secret-cache.ts";

let at: number;
let reads: string[];
let answer: () => Promise<string>;
let cache: SecretCache;

beforeEach(() => {
  [at, reads] = [0, []];
  answer = async () => `version ${reads.length}`;
  cache = secretCache(
    (arn) => {
      reads.push(arn);
      return answer();
    },
    () => at,
  );
});

it("reads a secret once for all who ask, and keeps it for its lifetime", async () => {
  expect(await Promise.all([cache("a"), cache("a"), cache("b")])).toEqual(
    ["version 1", "version 1", "version 2"].map(() => expect.any(String)),
  );
  expect(reads).toEqual(["a", "b"]);
  at = SECRET_LIFETIME_MS - 1;
  await cache("a");
  expect(reads).toHaveLength(2);
  at = SECRET_LIFETIME_MS;
  await cache("a");
  expect(reads).toHaveLength(3);
});

it("reads anew when told to, and gives the others the new one", async () => {
  expect(await cache("a")).toBe("version 1");
  expect(await cache("a", { fresh: true })).toBe("version 2");
  expect(await cache("a")).toBe("version 2");
});

it("goes on with the old one while the new one cannot be reached, but not when a new one is asked for", async () => {
  await cache("a");
  at = SECRET_LIFETIME_MS;
  answer = () => Promise.reject(new SaldovaktError("slow", { code: "SECRET_UNREACHABLE", scope: "transient" }));
  expect(await cache("a")).toBe("version 1");
  await expect(cache("a", { fresh: true })).rejects.toMatchObject({ code: "SECRET_UNREACHABLE" });
});

it("fails when access is refused, and keeps no failure", async () => {
  answer = () => Promise.reject(new SaldovaktError("no", { code: "SECRET_REFUSED", scope: "installation" }));
  await expect(cache("a")).rejects.toMatchObject({ code: "SECRET_REFUSED" });
  answer = async () => "granted";
  expect(await cache("a")).toBe("granted");
});
