import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileDataKeys } from "./index.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "key-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, "state", "sign-in.key");
const A = { account: "a", purpose: "p" };

describe("the file", () => {
  test("is made on first use, whole, for its owner alone", async () => {
    const keys = fileDataKeys({ path: path() });
    const { plain, wrapped } = await keys.generate(A);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "state"))).mode & 0o777).toBe(0o700);
    expect(await readFile(path(), "utf8")).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(await readdir(join(folder, "state"))).toEqual(["sign-in.key"]);
    expect(Buffer.from(await fileDataKeys({ path: path() }).unwrap(wrapped, A))).toEqual(Buffer.from(plain));
  });

  test("is made by one of many who need it at once", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => fileDataKeys({ path: path() }).generate(A)));
    expect(await readdir(join(folder, "state"))).toHaveLength(1);
    for (const { plain, wrapped } of all) {
      expect(Buffer.from(await fileDataKeys({ path: path() }).unwrap(wrapped, A))).toEqual(Buffer.from(plain));
    }
  });

  test.each([0o640, 0o604, 0o660, 0o644, 0o601])("is refused when others have rights on it: %o", async (mode) => {
    const keys = fileDataKeys({ path: path() });
    const { wrapped } = await keys.generate(A);
    await chmod(path(), mode);
    const exposed = { code: "SKV_VAULT_KEY_EXPOSED", scope: "installation", remedy: expect.stringContaining("chmod 600") };
    await expect(keys.unwrap(wrapped, A)).rejects.toMatchObject(exposed);
    await expect(keys.generate(A)).rejects.toMatchObject(exposed);
  });

  test.each(["", "short\n", `${"A".repeat(44)}\n`, `${"!".repeat(43)}\n`, "x".repeat(5_000)])(
    "is refused when it holds no key: %#",
    async (text) => {
      const keys = fileDataKeys({ path: join(folder, "key") });
      await writeFile(join(folder, "key"), text, { mode: 0o600 });
      await expect(keys.generate(A)).rejects.toMatchObject({ code: "SKV_VAULT_KEY_UNREADABLE", scope: "installation" });
      expect(await readFile(join(folder, "key"), "utf8")).toBe(text);
    },
  );

  test("is refused when it is a link, or no file", async () => {
    await fileDataKeys({ path: path() }).generate(A);
    await symlink(path(), join(folder, "link"));
    await expect(fileDataKeys({ path: join(folder, "link") }).generate(A)).rejects.toMatchObject({ code: "SKV_VAULT_KEY_UNREADABLE" });
    await expect(fileDataKeys({ path: folder }).generate(A)).rejects.toMatchObject({ code: "SKV_VAULT_KEY_UNREADABLE" });
  });

  test("once lost, nothing opens, and opening makes no new one", async () => {
    const keys = fileDataKeys({ path: path() });
    const { wrapped } = await keys.generate(A);
    await rm(path());
    await expect(keys.unwrap(wrapped, A)).rejects.toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
    await expect(stat(path())).rejects.toMatchObject({ code: "ENOENT" });
    await keys.generate(A);
    await expect(keys.unwrap(wrapped, A)).rejects.toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
  });
});

test("a data key opens in its own context only, in whatever order that is given", async () => {
  const keys = fileDataKeys({ path: path() });
  const { wrapped } = await keys.generate(A);
  await keys.unwrap(wrapped, { purpose: "p", account: "a" });
  for (const context of [{ account: "b", purpose: "p" }, { account: "a" }, { ...A, more: "m" }, { "account,a": "purpose,p" }]) {
    await expect(keys.unwrap(wrapped, context)).rejects.toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
  }
  for (const cut of [wrapped.subarray(1), wrapped.subarray(0, 20), new Uint8Array()]) {
    await expect(keys.unwrap(cut, A)).rejects.toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
  }
});
