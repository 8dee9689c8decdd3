import { afterAll } from "vitest";
import { openTable, startDynalite } from "./contract/emulators.fixture.ts";
import { storeContract } from "./store.contract.ts";

const emulator = await startDynalite();
afterAll(() => emulator.stop());

storeContract("DynamoDB (dynalite)", () => openTable(emulator.client));
