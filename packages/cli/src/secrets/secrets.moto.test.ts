import { expect, test } from "vitest";
import { motoOnPath, startMoto } from "../../test/moto.ts";
import { secretsSuite } from "../../test/secrets-suite.ts";

const program = motoOnPath();

if (program) {
  secretsSuite("moto_server", () => startMoto(program));
} else {
  console.warn("cli: moto_server is not on PATH, so secrets are rotated over the SDK's mocked client only");
  test("moto_server is not on PATH: secrets were rotated over the SDK's mocked client only", () => {
    expect(program).toBeNull();
  });
}
