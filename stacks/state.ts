/// <reference path="../.sst/platform/config.d.ts" />
import { TABLE } from "@saldovakt/store";
import { key } from "./key.ts";
import { production } from "./stage.ts";

const keyName = (type: "HASH" | "RANGE"): string => TABLE.KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? "";

/** Everything that is remembered. Its shape is the store's own; on demand, since a pass is one burst a day. */
export const table = new sst.aws.Dynamo("State", {
  fields: Object.fromEntries(TABLE.AttributeDefinitions.map(({ AttributeName }) => [AttributeName, "string" as const])),
  primaryIndex: { hashKey: keyName("HASH"), rangeKey: keyName("RANGE") },
  ttl: TABLE.TimeToLiveAttribute,
  deletionProtection: production,
  transform: {
    table: (args) => {
      args.serverSideEncryption = { enabled: true, kmsKeyArn: key.arn };
      args.pointInTimeRecovery = { enabled: true, recoveryPeriodInDays: production ? 35 : 7 };
    },
  },
});
