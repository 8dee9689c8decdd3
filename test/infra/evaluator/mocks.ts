/** AWS as the program sees it during an evaluation: every resource comes into being as asked for, with names and ARNs made up. */

export const ACCOUNT = "123456789012";
const PARTITION = { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };

type Bag = Record<string, unknown>;

export interface NewResource {
  readonly type: string;
  readonly name: string;
  readonly provider?: string;
  readonly inputs: Bag;
}

interface Call {
  readonly token: string;
  readonly inputs: Bag;
}

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly { readonly test: string; readonly variable: string; readonly values: readonly string[] }[];
}

/** Where a service's ARN is not `service:region:account:name`. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  "aws:iam/role:Role": (name) => `iam::${ACCOUNT}:role/${name}`,
  "aws:lambda/function:Function": (name) => `lambda:REGION:${ACCOUNT}:function:${name}`,
  "aws:dynamodb/table:Table": (name) => `dynamodb:REGION:${ACCOUNT}:table/${name}`,
  "aws:secretsmanager/secret:Secret": (name) => `secretsmanager:REGION:${ACCOUNT}:secret:${name}-AbCdEf`,
  "aws:cloudwatch/logGroup:LogGroup": (name) => `logs:REGION:${ACCOUNT}:log-group:${name}`,
  "aws:scheduler/schedule:Schedule": (name) => `scheduler:REGION:${ACCOUNT}:schedule/default/${name}`,
  "aws:sesv2/configurationSet:ConfigurationSet": (name) => `ses:REGION:${ACCOUNT}:configuration-set/${name}`,
  "aws:sesv2/emailIdentity:EmailIdentity": (name) => `ses:REGION:${ACCOUNT}:identity/${name}`,
  "aws:kms/key:Key": (name) => `kms:REGION:${ACCOUNT}:key/${name}`,
};

export function createMocks(region: string, onResource: (resource: NewResource, arn: string) => void) {
  const arn = (type: string, name: string): string => {
    const service = type.split(":")[1]?.split("/")[0] ?? "";
    return `arn:aws:${(ARNS[type]?.(name) ?? `${service}:REGION:${ACCOUNT}:${name}`).replace("REGION", region)}`;
  };

  const more = (type: string, name: string, own: string, inputs: Bag): Bag => {
    if (type === "aws:sqs/queue:Queue") return { url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}` };
    if (type === "aws:kms/key:Key") return { keyId: name };
    if (type === "random:index/randomBytes:RandomBytes") return { base64: Buffer.alloc(Number(inputs.length ?? 32), 7).toString("base64") };
    if (type === "aws:apigatewayv2/api:Api") {
      return {
        apiEndpoint: `https://api.execute-api.${region}.amazonaws.com`,
        executionArn: `arn:aws:execute-api:${region}:${ACCOUNT}:api`,
      };
    }
    if (type === "aws:lambda/function:Function") {
      return { invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${own}/invocations`, qualifiedArn: `${own}:1` };
    }
    return {};
  };

  return {
    newResource(resource: NewResource) {
      const { type, name, inputs } = resource;
      const physical = String(inputs.name ?? inputs.bucket ?? inputs.emailIdentity ?? inputs.configurationSetName ?? name);
      const own = arn(type, physical);
      onResource(resource, own);
      return { id: `${name}-id`, state: { ...inputs, name: physical, arn: own, ...more(type, physical, own, inputs) } };
    },

    call({ token, inputs }: Call): Bag {
      switch (token) {
        case "aws:index/getPartition:getPartition":
          return PARTITION;
        case "aws:index/getRegion:getRegion":
          return { region, name: region, id: region };
        case "aws:index/getCallerIdentity:getCallerIdentity":
          return { accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deployer/session`, userId: "deployer" };
        case "aws:iam/getSessionContext:getSessionContext":
          return { ...inputs, issuerArn: `arn:aws:iam::${ACCOUNT}:role/Deployer` };
        case "aws:iam/getPolicyDocument:getPolicyDocument":
          return {
            ...inputs,
            json: JSON.stringify({ Version: "2012-10-17", Statement: (inputs.statements as Statement[]).map(statementOf) }),
          };
        default:
          throw new Error(`the program asks AWS for ${token}, which the evaluation does not know`);
      }
    },
  };
}

const oneOrMore = <T>(values: readonly T[]): T | readonly T[] => (values.length === 1 ? (values[0] as T) : values);

/** As the AWS provider renders `getPolicyDocument`. */
const statementOf = ({ sid, effect = "Allow", actions, resources, principals, conditions }: Statement) => ({
  ...(sid ? { Sid: sid } : {}),
  Effect: effect,
  ...(actions ? { Action: oneOrMore(actions) } : {}),
  ...(resources ? { Resource: oneOrMore(resources) } : {}),
  ...(principals ? { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, oneOrMore(identifiers)])) } : {}),
  ...(conditions ? { Condition: conditionOf(conditions) } : {}),
});

function conditionOf(conditions: NonNullable<Statement["conditions"]>): Record<string, Record<string, unknown>> {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) merged[test] = { ...merged[test], [variable]: oneOrMore(values) };
  return merged;
}
