import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK, redact, redactText } from "./redact.ts";

const logged = (value: unknown): string => JSON.stringify(value, redact);

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(""));
/** Text without digits, and without what could join a number to an opaque id. */
const words = fc.stringMatching(/^[ ,.:;()"'/\\a-zåäö\n]{0,20}$/);

describe("numbers that may be an identity", () => {
  it.each([9, 10, 11, 12, 13, 24])("masks any %i digits, wherever they stand", (length) => {
    fc.assert(
      fc.property(words, digits(length), words, (before, number, after) => {
        expect(redactText(before + number + after)).not.toContain(number);
        const line = { note: before + number + after, list: [number], deep: { [before]: number, [number]: after } };
        expect(logged(line)).not.toContain(number);
      }),
    );
  });

  it("masks identities written with a sign", () => {
    for (const written of ["811228-9874", "19811228-9874", "121212+1212", "556012-5790"]) {
      expect(redactText(`for ${written}.`)).toBe(`for ${MASK}.`);
    }
  });

  it("masks them when they are numbers", () => {
    expect(logged({ account: 165781006662, ms: 60_000, count: 12 })).toBe(`{"account":"${MASK}","ms":60000,"count":12}`);
    expect(redact("n", 5_781_006_662n)).toBe(MASK);
  });

  it("leaves days, moments, durations and statuses alone", () => {
    const line = { at: "2026-11-22T10:27:59.123Z", day: "2026-11-22", status: 503, after: "waits 43200 s", fault: "SKV_CLOSED" };
    expect(logged(line)).toBe(JSON.stringify(line));
  });
});

describe("opaque ids", () => {
  const account = fc.stringMatching(/^acc_[0-9a-hjkmnp-tv-z]{20}$/);
  const message = fc.stringMatching(/^msg_([0-9a-f]{32}|[a-z2-7]{26})$/);
  it("stand as they are, digits and all", () => {
    fc.assert(
      fc.property(fc.oneof(account, message, fc.uuid()), (id) => {
        expect(redactText(`read ${id}, then ${id}.`)).toBe(`read ${id}, then ${id}.`);
      }),
    );
  });

  it("hide no number that merely begins like one", () => {
    expect(redactText("acc_165781006662")).toBe(`acc_${MASK}`);
    expect(redactText("msg_165781006662 x")).toBe(`msg_${MASK} x`);
  });
});

describe("secrets", () => {
  it.each([
    "Bearer 7f3a.b-c_d~e+f/g=",
    "authorization: Basic dXNlcjpwYXNz",
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "svk_0123456789abcdefghjkmnpqrstvwxyz",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\nMIIEvQ cut short",
  ])("masks %s", (secret) => {
    const told = redactText(`said <${secret}> and stopped`);
    expect(told).toContain(MASK);
    for (const part of secret
      .split(/[\s:.]+/)
      .filter((each) => each.length > 6 && !/^-+|BEGIN|PRIVATE|CERTIFICATE|KEY-|authorization|Bearer/.test(each))) {
      expect(told).not.toContain(part);
    }
  });

  it("masks fields of forms and of quoted JSON", () => {
    expect(redactText("grant_type=client_credentials&client_id=abc&client_secret=d-e_f&scope=ska")).toBe(
      `grant_type=client_credentials&client_id=${MASK}&client_secret=${MASK}&scope=ska`,
    );
    expect(redactText('{"access_token":"opaque","expires_in":3600}')).toBe(`{"access_token":"${MASK}","expires_in":3600}`);
    expect(redactText(String.raw`"{\"client_secret\":\"opaque\"}"`)).not.toContain("opaque");
  });

  it("masks the values of fields named like secrets, whatever they are", () => {
    const line = {
      clientSecret: "a",
      token: { value: "b" },
      key: "c",
      cert: "d",
      passphrase: "e",
      Authorization: "f",
      identity: 7,
      name: "Exempel AB",
      body: "g",
    };
    expect(Object.values(JSON.parse(logged(line)))).toEqual(Object.keys(line).map(() => MASK));
  });
});
