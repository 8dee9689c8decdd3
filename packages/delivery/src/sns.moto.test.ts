import { SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { message, NOW } from "../test/message.ts";
import { motoOnPath, startMoto } from "../test/moto.ts";
import { configurationOf, snsSuite } from "../test/sns-suite.ts";
import { createSmsChannel } from "./sns.ts";

const program = motoOnPath();

if (program) {
  snsSuite("moto_server", () => startMoto(program));

  test("SMS to a number, and to what is none (moto_server)", async () => {
    const emulator = await startMoto(program);
    const client = new SNSClient(configurationOf(emulator.endpoint));
    try {
      const send = (phoneNumber: string) =>
        createSmsChannel({ phoneNumber, senderId: "Saldovakt" }, client).send(message(), { number: 1, now: NOW });
      expect(await send("+46700000000")).toEqual({ kind: "delivered" });
      expect(await send("0700-000000")).toEqual({ kind: "failed", fault: "SNS_INVALID_PARAMETER" });
    } finally {
      client.destroy();
      await emulator.stop();
    }
  });
} else {
  console.warn("delivery: moto_server is not on PATH, so topics are tested over fauxqs only");
  test("moto_server is not on PATH: topics were tested over fauxqs only", () => {
    expect(program).toBeNull();
  });
}
