import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { authority, httpsServer, stopServers, tcpServer, tlsServer } from "../test/servers.ts";
import { createHttpClient, type HttpClient, type HttpRequest } from "./client.ts";

const clients: HttpClient[] = [];
const clientOf = (...options: Parameters<typeof createHttpClient>): HttpClient => {
  const client = createHttpClient({ tls: { ca: [authority.cert] }, ...options[0] });
  clients.push(client);
  return client;
};
const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ method: "GET", url, headers: {}, ...more });

afterEach(async () => {
  await stopServers();
  for (const client of clients.splice(0)) await client.close();
});

describe("an answer", () => {
  it("comes with status, first header values in lower case, and body as UTF-8", async () => {
    const { url } = await httpsServer((_, answer) => {
      answer.setHeader("X-Kind", ["first", "second"]);
      answer.setHeader("Set-Cookie", ["a=1", "b=2"]);
      answer.writeHead(404, { "Content-Type": "application/json" }).end('{"text":"Överlämnad"}');
    });
    const answer = await clientOf().send(get(`${url}/x`));
    expect(answer).toMatchObject({ status: 404, body: '{"text":"Överlämnad"}', truncated: false });
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.headers["set-cookie"]).toBe("a=1");
    expect(answer.headers["x-kind"]).toMatch(/^first/);
  });

  it("loses a byte order mark, keeps characters cut apart by the network, and may be empty", async () => {
    const bytes = Buffer.from("\u{FEFF}å🌊");
    const { url } = await httpsServer(async (request, answer) => {
      if (request.url === "/empty") return answer.writeHead(204).end();
      for (const byte of bytes) {
        answer.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      return answer.end();
    });
    const client = clientOf();
    expect((await client.send(get(url))).body).toBe("å🌊");
    expect(await client.send(get(`${url}/empty`))).toMatchObject({ status: 204, body: "" });
  });

  it("that redirects is handed on, not followed", async () => {
    const asked: (string | undefined)[] = [];
    const { url } = await httpsServer((request, answer) => {
      asked.push(request.url);
      answer.writeHead(302, { location: "/other" }).end();
    });
    expect(await clientOf().send(get(`${url}/here`))).toMatchObject({ status: 302, headers: { location: "/other" } });
    expect(asked).toEqual(["/here"]);
  });

  it("after an early hint is the final one", async () => {
    const { url } = await httpsServer((_, answer) => {
      answer.writeEarlyHints({ link: "</style.css>; rel=preload" });
      answer.end("final");
    });
    expect(await clientOf().send(get(url))).toMatchObject({ status: 200, body: "final" });
  });
});

describe("a request", () => {
  /** What arrives, byte for byte. */
  async function wire(request: Omit<HttpRequest, "url">, path: string): Promise<string> {
    let heard = "";
    const url = await tlsServer((socket) => {
      socket.on("data", (data) => {
        heard += data.toString("latin1");
        if (heard.endsWith("\r\n\r\n") || heard.includes("\r\n\r\nscope")) socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      });
    });
    await clientOf().send({ ...request, url: url + path });
    return heard.replace(/127\.0\.0\.1:\d+/, "HOST");
  }

  it("carries the given headers and only what HTTP needs beside them", async () => {
    const headers = { Accept: "application/json", Authorization: "Bearer t", client_id: "i", "SKV-client_correlationid": "c" };
    expect(await wire({ method: "GET", headers }, "/skattekonton/1?datumFrom=2026-01-01")).toBe(
      "GET /skattekonton/1?datumFrom=2026-01-01 HTTP/1.1\r\nhost: HOST\r\nconnection: keep-alive\r\n" +
        "Accept: application/json\r\nAuthorization: Bearer t\r\nclient_id: i\r\nSKV-client_correlationid: c\r\n\r\n",
    );
  });

  it("with a body has its length in bytes", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await wire({ method: "POST", headers, body: "scope=å" }, "/token")).toBe(
      "POST /token HTTP/1.1\r\nhost: HOST\r\nconnection: keep-alive\r\n" +
        "content-type: application/x-www-form-urlencoded\r\ncontent-length: 8\r\n\r\nscope=Ã¥",
    );
  });

  it("without a body says so where a body is usual", async () => {
    expect(await wire({ method: "DELETE", headers: {} }, "/")).toBe("DELETE / HTTP/1.1\r\nhost: HOST\r\nconnection: keep-alive\r\n\r\n");
    expect(await wire({ method: "POST", headers: {} }, "/")).toContain("content-length: 0\r\n");
  });

  it("with a header that cannot be sent fails, naming the header and not its value", async () => {
    const { url } = await httpsServer((_, answer) => answer.end());
    const failure = clientOf().send(get(url, { headers: { client_secret: "hemlig\n" } }));
    await expect(failure).rejects.toMatchObject({ code: "HTTP_HEADER_INVALID", scope: "installation" });
    await expect(failure).rejects.toThrow(/client_secret/);
    await expect(failure).rejects.not.toThrow(/hemlig/);
  });

  it.each(["nonsense", "ftp://127.0.0.1/", "http://example.com/", "http://127.0.0.1.example.com/", "https://me:pw@127.0.0.1/"])(
    "to %s is refused without repeating the address",
    async (url) => {
      const failure = clientOf().send(get(url));
      await expect(failure).rejects.toMatchObject({ code: "HTTP_URL_INVALID", scope: "installation" });
      await expect(failure).rejects.not.toThrow(url);
    },
  );

  it("in plain http is sent on loopback only", async () => {
    const port = await tcpServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")));
    expect(await clientOf().send(get(`http://127.0.0.1:${port}/`))).toMatchObject({ body: "ok" });
  });
});

describe("connections", () => {
  it("are kept alive between calls and opened side by side up to the limit", async () => {
    const server = await httpsServer((_, answer) => setImmediate(() => answer.end("ok")));
    const client = clientOf({ connections: 3 });
    for (let i = 0; i < 5; i++) await client.send(get(server.url));
    expect(server.connections()).toBe(1);
    await Promise.all(Array.from({ length: 12 }, () => client.send(get(server.url))));
    expect(server.connections()).toBe(3);
  });

  it("that the server has closed meanwhile are replaced", async () => {
    const server = await httpsServer((_, answer) => answer.setHeader("connection", "close").end("ok"));
    const client = clientOf();
    for (let i = 0; i < 3; i++) expect((await client.send(get(server.url))).body).toBe("ok");
    expect(server.connections()).toBe(3);
  });

  it("are closed by close(), which waits for calls under way; no call is taken after", async () => {
    const arrived = Promise.withResolvers<ServerResponse>();
    const server = await httpsServer((_, answer) => arrived.resolve(answer));
    const client = clientOf();
    const call = client.send(get(server.url));
    const underWay = await arrived.promise;
    let closed = false;
    const closing = client.close().then(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(closed).toBe(false);
    underWay.end("late");
    const [answer] = await Promise.all([call, closing]);
    expect(answer.body).toBe("late");
    await client.close();
    await expect(client.send(get(server.url))).rejects.toMatchObject({ code: "HTTP_CLIENT_CLOSED" });
  });
});

describe("a failing call", () => {
  it("to a port nobody listens on is unreachable, and names the host alone", async () => {
    const { url } = await httpsServer((_, answer) => answer.end());
    await stopServers();
    const failure = clientOf().send(get(`${url}/skattekonton/1?q=1`));
    await expect(failure).rejects.toMatchObject({ code: "HTTP_UNREACHABLE", retryable: true });
    await expect(failure).rejects.toThrow("127.0.0.1 cannot be reached (ECONNREFUSED)");
    await expect(failure).rejects.not.toThrow(/skattekonton/);
  });

  it("to a server that speaks no TLS, or hangs up at once, is unreachable", async () => {
    const plain = await tcpServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const mute = await tcpServer((socket) => socket.destroy());
    for (const port of [plain, mute]) {
      await expect(clientOf().send(get(`https://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: "HTTP_UNREACHABLE", retryable: true });
    }
  });

  it("is cut when the connection ends before the whole answer is there", async () => {
    const beginnings = [
      "",
      "HTTP/1.1 200 OK\r\ncontent-le",
      "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal",
    ];
    for (const beginning of beginnings) {
      const url = await tlsServer((socket) => socket.once("data", () => (beginning ? socket.end(beginning) : socket.destroy())));
      await expect(clientOf().send(get(url))).rejects.toMatchObject({ code: "HTTP_CUT", retryable: true });
    }
  });

  it("is cut when the connection is reset in mid-answer, and when the answer is no HTTP", async () => {
    const reset = await httpsServer((_, answer) => {
      answer.writeHead(200, { "content-length": 10 }).write("half", () => setTimeout(reset.reset, 5));
    });
    const garbage = await tlsServer((socket) => socket.once("data", () => socket.end("<html>maintenance</html>")));
    for (const url of [reset.url, garbage]) await expect(clientOf().send(get(url))).rejects.toMatchObject({ code: "HTTP_CUT" });
  });

  it("does not spoil the next one", async () => {
    let calls = 0;
    const { url } = await httpsServer((_, answer) => (calls++ === 0 ? answer.socket?.destroy() : answer.end("ok")));
    const client = clientOf();
    await expect(client.send(get(url))).rejects.toMatchObject({ code: "HTTP_CUT" });
    expect((await client.send(get(url))).body).toBe("ok");
  });
});

describe("the deadline", () => {
  it("ends a call without an answer", async () => {
    const { url } = await httpsServer(() => undefined);
    const failure = clientOf().send(get(url, { deadlineMs: 60 }));
    await expect(failure).rejects.toMatchObject({ code: "HTTP_TIMEOUT", retryable: true });
    await expect(failure).rejects.toThrow("127.0.0.1 did not answer within 0.06 s");
  });

  it("covers a body that trickles in, and closes that connection", async () => {
    const closed = Promise.withResolvers<void>();
    let begun = false;
    const { url } = await httpsServer((request, answer) => {
      begun = true;
      request.socket.once("close", () => closed.resolve());
      answer.writeHead(200);
      const drip = setInterval(() => answer.write("."), 5);
      answer.on("close", () => clearInterval(drip));
    });
    // A slow machine may need longer than the first deadline to connect at all.
    for (let deadlineMs = 200; !begun; deadlineMs *= 2) {
      await expect(clientOf().send(get(url, { deadlineMs }))).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });
    }
    await closed.promise;
  });

  it("covers the connection and the wait for a free one", async () => {
    const silent = await tcpServer(() => undefined);
    await expect(clientOf().send(get(`https://127.0.0.1:${silent}/`, { deadlineMs: 60 }))).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });

    const { url } = await httpsServer(() => undefined);
    const client = clientOf({ connections: 1 });
    // Both are listened to from the start: on a slow machine the first may end before the second.
    const calls = [150, 60].map((deadlineMs) => client.send(get(url, { deadlineMs })));
    for (const outcome of await Promise.allSettled(calls)) expect(outcome).toMatchObject({ reason: { code: "HTTP_TIMEOUT" } });
  });
});

describe("a signal", () => {
  it("ends a call with its own reason, before and during it", async () => {
    const { url } = await httpsServer(() => undefined);
    const client = clientOf();
    const stop = new AbortController();
    const call = client.send(get(url, { signal: stop.signal }));
    const reason = new Error("stopped by the user");
    setTimeout(() => stop.abort(reason), 20);
    await expect(call).rejects.toBe(reason);
    await expect(client.send(get(url, { signal: stop.signal }))).rejects.toBe(reason);
  });
});

describe("the size limit", () => {
  const endless = () =>
    httpsServer((request, answer) => {
      if (request.url === "/declared") return answer.writeHead(200, { "content-length": 1_000_000_000 }).write("x");
      const pour = (): void => {
        while (!answer.destroyed && answer.write("x".repeat(16_384)));
      };
      answer.on("drain", pour);
      return pour();
    });

  it("refuses a larger answer while it is read, or as soon as its length is known", async () => {
    const { url } = await endless();
    for (const path of ["/", "/declared"]) {
      await expect(clientOf().send(get(url + path, { maxBytes: 100_000 }))).rejects.toMatchObject({
        code: "HTTP_TOO_LARGE",
        scope: "account",
      });
    }
  });

  it("keeps the beginning where that is wished, without half a character", async () => {
    const { url } = await endless();
    const answer = await clientOf().send(get(url, { maxBytes: 1000, onOversize: "truncate" }));
    expect(answer).toMatchObject({ status: 200, truncated: true, body: "x".repeat(1000) });

    const swedish = await httpsServer((_, response) => response.end("åäö"));
    expect(await clientOf().send(get(swedish.url, { maxBytes: 5, onOversize: "truncate" }))).toMatchObject({ body: "åä", truncated: true });
    expect(await clientOf().send(get(swedish.url, { maxBytes: 6 }))).toMatchObject({ body: "åäö", truncated: false });
  });

  it("holds for headers too", async () => {
    const url = await tlsServer((socket) =>
      socket.once("data", () => socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(200_000)}\r\n\r\n`)),
    );
    await expect(clientOf().send(get(url))).rejects.toMatchObject({ code: "HTTP_TOO_LARGE" });
  });
});
