/**
 * What the stages are evaluated with: production with everything that can be configured, both countries too, but that the topic carries its e-mail; a stage that writes to
 * people by SES and to chat rooms; a developer's own stage with nothing.
 */
export const DEPLOYMENTS = {
  production: {
    production: {
      alerts: {
        email: ["ekonomi@example.se"],
        sms: ["+46701740605"],
        webhooks: [
          { name: "bookkeeping", url: "https://example.se/hooks/saldovakt", language: "en" },
          { name: "chat-room", url: "https://example.com/hooks/1", discreet: true },
        ],
        chat: [],
      },
      operations: { email: ["drift@example.se"], operators: ["arn:aws:iam::123456789012:role/Operators"], monthlyBudget: 50 },
      watch: { at: "05:45" },
      api: {
        origins: ["https://app.example.se"],
        maskinporten: { issuer: "https://maskinporten.no/", scope: "saldovakt:read" },
        altinn: { platformUrl: "https://platform.altinn.no", resource: "saldovakt", action: "read" },
      },
      publicUrl: "https://saldovakt.example.se",
      skatteverket: { environment: "production", requestsPerSecond: 10, signIn: { kind: "per" } },
      maskinporten: { environment: "production" },
      skatteetaten: { environment: "production", package: "regnskapssystem" },
      policy: { reserve: "1000.00", language: "en" },
    },
  },
  letters: {
    letters: {
      alerts: {
        email: ["ekonomi@example.se"],
        chat: [
          { name: "ekonomi", channel: "slack", language: "nb" },
          { name: "byran", channel: "teams", discreet: true },
        ],
      },
      email: { from: "Saldovakt <alarm@example.se>", replyTo: "ekonomi@example.se", unsubscribeAddress: "stopp@example.se" },
      publicUrl: "https://letters.example.se",
    },
  },
  alva: {},
  norge: { norge: { skatteverket: false, skatteetaten: {} } },
} as const;

export type StageName = keyof typeof DEPLOYMENTS;
