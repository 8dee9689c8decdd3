import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { message, NOW } from "../../test/message.ts";
import { motoOnPath, startMoto } from "../../test/moto.ts";
import { configurationOf } from "../../test/sns-suite.ts";
import { createEmailChannel } from "./channel.ts";
import { createSesMailer } from "./ses.ts";

const program = motoOnPath();

if (program) {
  test("a mail reaches SES from a verified sender, and from no other (moto_server)", async () => {
    const emulator = await startMoto(program);
    const client = new SESv2Client(configurationOf(emulator.endpoint));
    try {
      const from = (address: string) =>
        createEmailChannel(
          { to: "ekonomi@example.se" },
          { from: { name: "Saldovakt", address }, mailer: () => createSesMailer(client) },
        ).send(message(FAMILIES.shortfall), { number: 1, now: NOW });
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity: "alarm@example.se" }));
      expect(await from("alarm@example.se")).toEqual({ kind: "delivered" });
      expect(await from("other@example.com")).toEqual({ kind: "failed", fault: "SES_REJECTED" });
      const kept = (await (await fetch(`${emulator.endpoint}/moto-api/data.json`)).json()) as {
        ses: { RawMessage: { raw_data: string }[] };
      };
      expect(kept.ses.RawMessage).toHaveLength(1);
      const parsed = await simpleParser(kept.ses.RawMessage[0]?.raw_data ?? "");
      expect(parsed.text).toContain("OCR-nummer: 1655667788996");
      expect(parsed.attachments).toMatchObject([{ contentType: "text/calendar" }]);
    } finally {
      client.destroy();
      await emulator.stop();
    }
  });
} else {
  console.warn("delivery: moto_server is not on PATH, so mail by SES is tested on recorded calls only");
  test("moto_server is not on PATH: mail by SES was tested on recorded calls only", () => {
    expect(program).toBeNull();
  });
}
