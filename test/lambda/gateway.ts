import type { Lambda } from "./runtime-api.ts";

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The cookies a browser would send, `name=value`. */
  readonly cookies?: readonly string[];
  readonly body?: string;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
}

export const HOST = "api.example";

/** What API Gateway hands on as text; everything else travels as base64. */
const TEXT = /^(text\/|application\/json)/;

/** A request as API Gateway's HTTP API hands it on, payload version 2.0, and the answer as it would be sent. */
export async function ask(lambda: Lambda, path: string, { method = "GET", headers = {}, cookies, body }: Asked = {}): Promise<Answer> {
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const http = { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" };
  const isText = TEXT.test(headers["content-type"] ?? "");
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: { host: HOST, ...headers },
    ...(cookies ? { cookies } : {}),
    requestContext: {
      accountId: "anonymous",
      apiId: "api",
      domainName: HOST,
      http,
      requestId: "r",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    ...(body === undefined ? {} : { body: isText ? body : Buffer.from(body).toString("base64") }),
    isBase64Encoded: body !== undefined && !isText,
  };
  const result = await lambda.invoke(event);
  if (result.kind !== "answer") throw new Error(`the function did not answer: ${JSON.stringify(result)}`);
  const answer = result.value as Omit<Answer, "cookies"> & { readonly cookies?: readonly string[]; readonly isBase64Encoded?: boolean };
  const text = answer.isBase64Encoded ? Buffer.from(answer.body, "base64").toString("utf8") : answer.body;
  return { statusCode: answer.statusCode, headers: answer.headers, cookies: answer.cookies ?? [], body: text };
}
