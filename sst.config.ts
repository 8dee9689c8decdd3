/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app({ stage }) {
    const production = stage === "production";
    const tags = { app: "saldovakt", stage };
    return {
      name: "saldovakt",
      home: "aws",
      // Production keeps what cannot be made again, and `sst remove` is refused there; other stages leave nothing behind.
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { region: process.env.SALDOVAKT_REGION || "eu-north-1", defaultTags: { tags } } },
    };
  },
  async run() {
    const { harden } = await import("./stacks/hardening.ts");
    harden(); // before the first resource: it changes how they are made

    // Each file makes what it describes, and imports what it needs of the others.
    const { table } = await import("./stacks/state.ts");
    const { topic } = await import("./stacks/alerts.ts");
    const { mail } = await import("./stacks/mail.ts");
    const { deliver } = await import("./stacks/deliver.ts");
    const { watch } = await import("./stacks/watch.ts");
    const { gateway } = await import("./stacks/gateway.ts");
    const { api } = await import("./stacks/api.ts");
    await import("./stacks/alarms.ts");
    const { dashboard } = await import("./stacks/dashboard.ts");
    const { guardSecrets, secrets } = await import("./stacks/secrets.ts");

    const role = (of: sst.aws.Function) => of.nodes.role.arn;
    guardSecrets({ sources: [role(watch), role(api)], callers: [role(api)], webhooks: [role(deliver)] });

    return {
      api: gateway.url,
      table: table.name,
      alerts: topic.arn,
      dashboard: dashboard.dashboardName,
      secrets,
      mailRecords: mail?.records,
    };
  },
});
