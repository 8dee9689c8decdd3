import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { authority, httpsServer, stopServers } from "../test/servers.ts";
import { type AddressGuard, checkPublicUrl, isGlobalUnicast, publicAddressesOnly } from "./address.ts";
import { createHttpClient } from "./client.ts";

/** The refused nets again, independently of the code: numbers and masks over 32 and 128 bits. */
const REFUSED_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "255.255.255.255/32",
];
const REFUSED_6: [bigint, number][] = [
  [0n, 128],
  [1n, 128],
  [0n, 8],
  [0xffffn << 32n, 96],
  [0x64_ff9bn << 96n, 96],
  [(0x64_ff9bn << 96n) | (1n << 80n), 48],
  [0x100n << 112n, 64],
  [0x2001n << 112n, 32],
  [(0x2001n << 112n) | (2n << 80n), 48],
  [(0x2001n << 112n) | (0x10n << 96n), 28],
  [(0x2001n << 112n) | (0x20n << 96n), 28],
  [0x2001_0db8n << 96n, 32],
  [0x2002n << 112n, 16],
  [0x3fffn << 112n, 20],
  [0x5f00n << 112n, 16],
  [0xfcn << 120n, 7],
  [0xfe80n << 112n, 10],
  [0xfec0n << 112n, 10],
  [0xffn << 120n, 8],
];

/** An assertion with the address in it, for the counterexample. */
function same(found: unknown[], expected: unknown[]): void {
  expect(found).toEqual(expected);
}

const number4 = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
const groups = (value: bigint): string[] => Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));

const refused4 = fc.constantFrom(...REFUSED_4).chain((net) => {
  const [base = "", prefix] = net.split("/");
  return fc.integer({ min: 0, max: 2 ** (32 - Number(prefix)) - 1 }).map((host) => number4(base) + host);
});
const refused6 = fc
  .constantFrom(...REFUSED_6)
  .chain(([base, prefix]) => fc.bigInt({ min: 0n, max: (1n << BigInt(128 - prefix)) - 1n }).map((host) => base | host));

/** IPv4 addresses of ordinary hosts: first bytes without any special net. */
const public4 = fc
  .tuple(fc.constantFrom(1, 2, 8, 23, 52, 62, 80, 93, 130, 151, 176, 193, 194, 212, 217, 223), fc.integer({ min: 0, max: 2 ** 24 - 1 }))
  .map(([first, rest]) => first * 2 ** 24 + rest);
const public6 = fc
  .tuple(
    fc.constantFrom(0x2003n, 0x2400n, 0x2600n, 0x2606n, 0x2803n, 0x2a00n, 0x2a05n, 0x2c0fn),
    fc.bigInt({ min: 0n, max: (1n << 112n) - 1n }),
  )
  .map(([first, rest]) => (first << 112n) | rest);

/** The spellings of one IPv4 address that a URL takes: parts in decimal, octal or hexadecimal, the last ones run together. */
const spelling4 = (value: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.constantFrom(8, 10, 16), { minLength: 4, maxLength: 4 }), fc.boolean())
    .map(([count, bases, dot]) => {
      const bytes = dotted(value).split(".").map(Number);
      const parts = [...bytes.slice(0, count - 1), bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0)];
      const write = (part: number, base = 10): string =>
        base === 16 ? `0x${part.toString(16)}` : base === 8 ? `0${part.toString(8)}` : String(part);
      return parts.map((part, i) => write(part, bases[i])).join(".") + (dot ? "." : "");
    });

/** The spellings of one IPv6 address: full, zero-padded, upper case, any run of zeros left out, last 32 bits dotted. */
const spelling6 = (value: bigint): fc.Arbitrary<string> =>
  fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.nat(7), fc.nat(7)).map(([pad, upper, tail, from, length]) => {
    let parts = groups(value).map((group) => (pad ? group.padStart(4, "0") : group));
    if (tail) parts = [...parts.slice(0, 6), dotted(Number(value & 0xffff_ffffn))];
    const run = parts.slice(from, from + length);
    let text = parts.join(":");
    if (run.length > 0 && run.every((part) => /^0+$/.test(part)))
      text = `${parts.slice(0, from).join(":")}::${parts.slice(from + run.length).join(":")}`;
    return upper ? text.toUpperCase() : text;
  });

describe("global unicast", () => {
  it("is what ordinary hosts have, in any spelling", () => {
    fc.assert(fc.property(public4, (value) => same([isGlobalUnicast(dotted(value))], [true])));
    fc.assert(fc.property(public6.chain(spelling6), (text) => same([text, isGlobalUnicast(text)], [text, true])));
  });

  it("is no special-purpose address, in any spelling", () => {
    fc.assert(fc.property(refused4, (value) => same([dotted(value), isGlobalUnicast(dotted(value))], [dotted(value), false])));
    fc.assert(fc.property(refused6.chain(spelling6), (text) => same([text, isGlobalUnicast(text)], [text, false])));
  });

  it("is no IPv6 form around any IPv4 address, public ones included", () => {
    const around = (value: number): bigint[] => {
      const v4 = BigInt(value);
      const nat64 = 0x64_ff9bn << 96n;
      return [
        v4,
        (0xffffn << 32n) | v4,
        (0xffffn << 48n) | v4,
        nat64 | v4,
        nat64 | (1n << 80n) | v4,
        (0x2002n << 112n) | (v4 << 80n),
        (0x2001n << 112n) | v4,
      ];
    };
    const form = fc.oneof(public4, refused4).chain((value) => fc.constantFrom(...around(value)).chain(spelling6));
    fc.assert(fc.property(form, (text) => same([text, isIP(text), isGlobalUnicast(text)], [text, 6, false])));
  });

  it.each([
    ["8.8.8.8", true],
    ["2606:4700:4700::1111", true],
    ["2001:4860:4860::8888", true],
    ["100.63.255.255", true],
    ["100.128.0.0", true],
    ["172.15.255.255", true],
    ["172.32.0.0", true],
    ["198.17.255.255", true],
    ["198.20.0.0", true],
    ["223.255.255.255", true],
    ["2001:200::1", true],
    ["2003::1", true],
    ["169.254.169.254", false],
    ["fd00:ec2::254", false],
    ["::1", false],
    ["::", false],
    ["::ffff:8.8.8.8", false],
    ["4000::1", false],
    ["2606:4700::1%eth0", false],
    ["0x8080808", false],
    ["010.8.8.8", false],
    ["8.8.8", false],
    ["example.com", false],
    ["", false],
  ])("%s: %s", (address, global) => expect(isGlobalUnicast(address)).toBe(global));
});

describe("a customer's URL when it is configured", () => {
  it("passes with a public host", () => {
    for (const url of [
      "https://hooks.example.com/a?b=c",
      "https://8.8.8.8:8443/",
      "https://[2606:4700::1111]/x",
      "https://räksmörgås.example/",
    ]) {
      expect(checkPublicUrl(url).href).toBe(new URL(url).href);
    }
  });

  it.each([
    "http://example.com/",
    "ftp://example.com/",
    "https://me@example.com/",
    "https://:pw@example.com/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://x.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://127.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://①②⑦.⓪.⓪.①/",
  ])("is refused: %s", (url) => {
    expect(() => checkPublicUrl(url)).toThrow(expect.objectContaining({ code: "HTTP_ADDRESS_REFUSED", scope: "account" }));
  });

  it.each(["", "example.com", "https://", "https://1.2.3.4.5.256/", "https://[fe80::1%25eth0]/"])("is not a URL: %s", (url) => {
    expect(() => checkPublicUrl(url)).toThrow(expect.objectContaining({ code: "HTTP_URL_INVALID", scope: "input" }));
  });

  it("is refused for every spelling of a refused address, and no other", () => {
    const passes = (host: string): boolean => {
      try {
        return Boolean(checkPublicUrl(`https://${host}/hook`));
      } catch {
        return false;
      }
    };
    fc.assert(fc.property(refused4.chain(spelling4), (host) => same([host, passes(host)], [host, false])));
    fc.assert(fc.property(public4.chain(spelling4), (host) => same([host, passes(host)], [host, true])));
    fc.assert(fc.property(refused6.chain(spelling6), (host) => same([host, passes(`[${host}]`)], [host, false])));
    fc.assert(fc.property(public6.chain(spelling6), (host) => same([host, passes(`[${host}]`)], [host, true])));
  });
});

describe("a look-up under guard", () => {
  const resolvingTo =
    (...addresses: string[]): LookupFunction =>
    (_, options, callback) => {
      expect(options.all).toBe(true);
      callback(
        null,
        addresses.map((address): LookupAddress => ({ address, family: isIP(address) })),
      );
    };
  const look = (guard: AddressGuard, all: boolean) =>
    new Promise((resolve, reject) => guard.lookup("hook.example", { all }, (error, found) => (error ? reject(error) : resolve(found))));

  it("gives public addresses in the form asked for", async () => {
    const guard = publicAddressesOnly(resolvingTo("93.184.216.34", "2606:4700::1111"));
    expect(await look(guard, false)).toBe("93.184.216.34");
    expect(await look(guard, true)).toEqual([
      { address: "93.184.216.34", family: 4 },
      { address: "2606:4700::1111", family: 6 },
    ]);
  });

  it.each([["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:93.184.216.34"], ["fe80::1%eth0"], []])(
    "refuses %s",
    async (...addresses) => {
      await expect(look(publicAddressesOnly(resolvingTo(...addresses)), true)).rejects.toMatchObject({ code: "HTTP_ADDRESS_REFUSED" });
    },
  );

  it("fails as the look-up fails", async () => {
    const guard = publicAddressesOnly((_, __, callback) => callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), ""));
    await expect(look(guard, true)).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});

describe("a client under guard", () => {
  afterEach(stopServers);

  const call = async (guard: AddressGuard, url: string): Promise<string> => {
    const client = createHttpClient({ guard, tls: { ca: [authority.cert] } });
    try {
      return (await client.send({ method: "POST", url, headers: {}, body: "{}" })).body;
    } finally {
      await client.close();
    }
  };
  const toLoopback: LookupFunction = (_, options, callback) =>
    options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4);
  const open: AddressGuard = { checkUrl: () => undefined, permits: () => true, lookup: toLoopback };

  it("does not connect to a name that resolves to this machine, nor to its literal addresses", async () => {
    const server = await httpsServer((_, answer) => answer.end("inside"));
    for (const host of ["hook.example", "127.0.0.1", "2130706433", "[::1]", "[::ffff:7f00:1]"]) {
      const refusal = call(publicAddressesOnly(toLoopback), `https://${host}:${server.port}/`);
      await expect(refusal).rejects.toMatchObject({ code: "HTTP_ADDRESS_REFUSED", scope: "account", retryable: false });
    }
    await expect(call(publicAddressesOnly(), `https://localhost:${server.port}/`)).rejects.toMatchObject({ code: "HTTP_ADDRESS_REFUSED" });
    expect(server.connections()).toBe(0);
  });

  it("uses the guard's own look-up", async () => {
    const server = await httpsServer((_, answer) => answer.end("reached"));
    expect(await call(open, `https://hook.example:${server.port}/`)).toBe("reached");
  });

  it("judges a literal, and the address in fact reached, even if all else let it pass", async () => {
    let requests = 0;
    const server = await httpsServer((_, answer) => {
      requests++;
      answer.end("inside");
    });
    const lax: AddressGuard = { ...open, permits: isGlobalUnicast };
    for (const host of ["127.0.0.1", "hook.example"]) {
      await expect(call(lax, `https://${host}:${server.port}/`)).rejects.toMatchObject({ code: "HTTP_ADDRESS_REFUSED" });
    }
    expect(requests).toBe(0);
  });

  it("is unreachable when the name does not exist", async () => {
    const missing: LookupFunction = (_, __, callback) => callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), "");
    await expect(call(publicAddressesOnly(missing), "https://hook.example/")).rejects.toMatchObject({
      code: "HTTP_UNREACHABLE",
      retryable: true,
    });
  });
});
