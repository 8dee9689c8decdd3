import type { Json } from "./descriptions/described.ts";
import * as examples from "./examples.ts";

const header = (name: string, description: string, example: string): Json => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
  example,
});

/** What is sent to webhooks, and how their answers are taken. */
export const webhooks = (): Json => ({
  alert: {
    post: {
      operationId: "alert",
      tags: ["Recipients"],
      summary: "An alert, as a webhook is told of it",
      description:
        "Signed by Standard Webhooks 1.0. The same `webhook-id` is the same message, however often it comes: do nothing twice. Deliveries that fail are tried again for days.",
      security: [],
      parameters: [
        header("webhook-id", "The message's id, the same over retries and when it is sent again.", "msg_3f6a1c9e2b7d4058a1c3e5f7092b4d6f"),
        header("webhook-timestamp", "When it was sent, in seconds since 1970.", "1795410602"),
        header(
          "webhook-signature",
          "One signature for each secret in force, `v1,` and base64 of HMAC-SHA256 over id, time and body.",
          "v1,…",
        ),
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: { $ref: "#/components/schemas/AlertMessage" }, example: examples.alertMessage } },
      },
      responses: {
        "2XX": { description: "Taken. Anything else is tried again, but for 410." },
        410: { description: "Send nothing more: the recipient is switched off until `POST …/enable`." },
      },
    },
  },
});
