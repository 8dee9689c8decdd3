import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CALLER_ROUTES } from "@saldovakt/configuration";
import { expect, it } from "vitest";

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
}

it("the routes a configuration may speak of are those that the description opens to tokens", async () => {
  const file = fileURLToPath(new URL("../../../web/src/api/openapi/openapi.json", import.meta.url));
  const { paths } = JSON.parse(await readFile(file, "utf8")) as { paths: Record<string, Record<string, Operation>> };
  const open = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ security = [] }) => security.some((way) => "token" in way));
  expect(open.map(({ operationId }) => operationId).sort()).toEqual([...CALLER_ROUTES].sort());
});
