import { gzipSync } from "node:zlib";
import { SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode, pack, unpack } from "./remember.ts";

const faultOf = (work: () => unknown): SaldovaktError => {
  try {
    work();
  } catch (fault) {
    if (fault instanceof SaldovaktError) return fault;
  }
  throw new Error("it was read");
};

test("whatever JSON can say comes back as it was, encoded and packed", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const expected = JSON.parse(JSON.stringify(value));
      expect(decode(encode(value), "test")).toEqual(expected);
      expect(unpack(pack(value), "test")).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test("the forms of version 1 stay readable, with fields that came later", () => {
  expect(decode('{"v":1,"d":{"status":"delivered","attempts":2,"later":true}}', "delivery")).toEqual({
    status: "delivered",
    attempts: 2,
    later: true,
  });
  const packed = Buffer.from("H4sIAAAAAAAAA6tWKlOyMtRRSlGyqlYqSs1NzU1KLUoF81ILMovzU1KLlayiY2t1lPJLS5LyK8CcWgAd7rNfNgAAAA==", "base64");
  expect(unpack(packed, "record")).toEqual({ remembered: { episodes: [] }, outbox: [] });
});

test("a form of a newer version is refused for the whole installation, with what to do", () => {
  const fault = faultOf(() => decode('{"v":2,"d":{}}', "record"));
  expect(fault).toMatchObject({ code: "STORE_UNREADABLE", scope: "installation", remedy: expect.stringContaining("newer") });
});

test.each(["", "{", "null", "[]", "5", '{"v":"1","d":{}}', '{"v":1}', '{"d":{}}'])(
  "damaged text %j is refused for its account only",
  (text) => {
    expect(faultOf(() => decode(text, "record"))).toMatchObject({
      code: "STORE_ITEM_UNREADABLE",
      scope: "account",
      message: "the stored record cannot be read",
    });
  },
);

test("what could not be read is quoted nowhere", () => {
  const fault = faultOf(() => decode('{"v":1,"d":{"identity":"165590000014"', "account"));
  expect(`${fault.message} ${fault.remedy} ${fault.cause}`).not.toContain("16559");
});

test.each([
  ["what is not packed", Buffer.from("plain")],
  ["nothing", new Uint8Array()],
  ["a packed piece", Buffer.from(pack({ a: 1 })).subarray(0, 15)],
  ["what swells beyond any record", gzipSync(Buffer.alloc(65 * 1024 * 1024))],
])("%s is refused", (_, bytes) => {
  expect(faultOf(() => unpack(bytes, "observation"))).toMatchObject({ code: "STORE_ITEM_UNREADABLE" });
});
