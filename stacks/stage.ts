/// <reference path="../.sst/platform/config.d.ts" />
import { existsSync, readFileSync } from "node:fs";
import { type Deployment, parseDeployment, warningsOf } from "./deployment.ts";

/** What every stack needs to know of the stage it is deployed to. */
export const production = $app.stage === "production";

/** The stage by one name, in logs and metrics: stages that share an AWS account are told apart by it. */
export const SERVICE = `${$app.name}-${$app.stage}`;

/** `saldovakt-production-…`, for what carries a name of its own. */
export const named = (what: string): string => `${SERVICE}-${what}`;

export const account = aws.getCallerIdentityOutput().accountId;
export const region = aws.getRegionOutput().region;
export const partition = aws.getPartitionOutput().partition;

/** Days that logs are kept: in production as long as an alert may be asked about, elsewhere while one still works on it. */
export const LOG_DAYS = production ? 90 : 14;

/** For what holds data that cannot be made again. */
export const kept = { retainOnDelete: production };

/** The file of that name need not be there; one that is named must be. */
function readDeployment(): string | null {
  const named = process.env.SALDOVAKT_DEPLOY_FILE;
  if (named) return readFileSync(named, "utf8");
  const usual = "saldovakt.deploy.json";
  return existsSync(usual) ? readFileSync(usual, "utf8") : null;
}

export const deployment: Deployment = parseDeployment(readDeployment(), $app.stage);

for (const warning of warningsOf(deployment, $app.stage)) console.warn(`Warning: ${warning}`);
