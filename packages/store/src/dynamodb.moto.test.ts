import { afterAll, expect, test } from "vitest";
import { onPath, openTable, startMoto } from "./contract/emulators.fixture.ts";
import { storeContract } from "./store.contract.ts";

const program = onPath("moto_server");

if (program) {
  const emulator = await startMoto(program);
  afterAll(() => emulator.stop());
  storeContract("DynamoDB (moto_server)", () => openTable(emulator.client));
} else {
  console.warn("store: moto_server is not on PATH, so the contract is tested over dynalite and SQLite only");
  test("moto_server is not on PATH: the contract was tested over dynalite and SQLite only", () => {
    expect(program).toBeNull();
  });
}
