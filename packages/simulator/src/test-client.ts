import { randomUUID } from "node:crypto";
import { Agent, request } from "node:https";
import type { SimulatedSkatteverket, SkatteverketSecret } from "./types.ts";

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  json(): Record<string, unknown>;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

/** A caller made of nothing but node:https, so that the simulator is tried by something that shares no code with the real adapter. */
export interface TestClient {
  send(url: string, sent?: Sent): Promise<Answer>;
  /** Fields replace those of a right request; undefined leaves one out. */
  askForToken(fields?: Readonly<Record<string, string | undefined>>, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  token(): Promise<string>;
  /** A call with everything as documented, but for the headers given. */
  get(path: string, token: string, headers?: Readonly<Record<string, string | undefined>>): Promise<Answer>;
  close(): void;
}

export function testClient(skatteverket: SimulatedSkatteverket, secret: SkatteverketSecret = skatteverket.secret): TestClient {
  const { certificate, oauth2, apigw } = secret;
  const identified =
    certificate === undefined
      ? {}
      : "pkcs12" in certificate
        ? { pfx: Buffer.from(certificate.pkcs12, "base64"), passphrase: certificate.passphrase }
        : { cert: certificate.cert, key: certificate.key };
  const agent = new Agent({ keepAlive: true, ca: skatteverket.ca, ...identified });

  const send = (url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<string, string>;
      const outgoing = request(url, { agent, method, headers: given }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, json: () => JSON.parse(text) });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });

  const client: TestClient = {
    send,
    askForToken(fields = {}, headers = {}) {
      const { clientId, clientSecret } = oauth2;
      const right = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope: "ska" };
      const form = Object.entries({ ...right, ...fields }).filter((field): field is [string, string] => field[1] !== undefined);
      return send(skatteverket.tokenUrl, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: new URLSearchParams(form).toString(),
      });
    },
    async token() {
      const answer = await client.askForToken();
      return String(answer.json().access_token);
    },
    get(path, token, headers = {}) {
      const right = {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        client_id: apigw.clientId,
        client_secret: apigw.clientSecret,
        "SKV-client_correlationid": randomUUID(),
      };
      return send(`${skatteverket.apiUrl}${path}`, { headers: { ...right, ...headers } });
    },
    close: () => agent.destroy(),
  };
  return client;
}
