import type { SaldovaktError } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { payoutBlocksAnswer } from "./blocks.ts";

const STAMP = { nastaAvstamningsdatum: "2026-12-05", senastUppdaterad: "2026-11-20T05:12:37", informationstext: ["Driftstopp"] };
const BLOCK = { sparridentitet: 17, datumFrom: "2026-01-01", datumTom: "2026-12-31", sparrbelopp: 5_000, totalsparr: false };

const blocks = (rest: object) => payoutBlocksAnswer({ ...STAMP, ...rest }).blocks;

function refusal(rest: object): SaldovaktError {
  try {
    blocks(rest);
  } catch (error) {
    return error as SaldovaktError;
  }
  throw new Error("the answer was understood");
}

const READ = { id: "17", from: "2026-01-01", to: "2026-12-31", amount: 500_000, total: false };

test.each(["utbetalningssparrar", "utbetalningssparrinformation", "sparrar", "x"])("the array may be called %s", (name) => {
  expect(payoutBlocksAnswer({ ...STAMP, [name]: [BLOCK] })).toEqual({
    asOf: "2026-11-20T04:12:37.000Z",
    nextReconciliation: "2026-12-05",
    information: ["Driftstopp"],
    blocks: [READ],
  });
});

test("no array, or an empty one, is no blocks", () => {
  expect(blocks({})).toEqual([]);
  expect(blocks({ sparrar: [] })).toEqual([]);
  expect(blocks({ sparrar: null })).toEqual([]);
  expect(blocks({ sparrar: [], nytt: [] })).toEqual([]);
});

test("of several arrays the one with blocks is meant", () => {
  expect(blocks({ nytt: [{ text: "x" }], sparrar: [BLOCK], tomt: [] })).toEqual([READ]);
  expect(refusal({ nytt: [BLOCK], sparrar: [BLOCK] })).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "account" });
  expect(refusal({ nytt: [{ text: "x" }], sparrar: [1] })).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED" });
});

test("a block may be open-ended, total, or both", () => {
  expect(blocks({ a: [{ sparridentitet: "9", datumFrom: "2026-01-01", totalsparr: true, sparrbelopp: 0 }] })).toEqual([
    { id: "9", from: "2026-01-01", total: true },
  ]);
  expect(blocks({ a: [{ datumFrom: "2026-01-01", datumTom: null, sparrbelopp: null, totalsparr: "True" }] })).toEqual([
    { id: "", from: "2026-01-01", total: true },
  ]);
  expect(blocks({ a: [{ datumFrom: "2026-01-01", sparrbelopp: 7, totalsparr: "False" }] })).toEqual([
    { id: "", from: "2026-01-01", amount: 700, total: false },
  ]);
});

test.each<[object, string]>([
  [{ sparrar: [BLOCK, { ...BLOCK, datumFrom: undefined }] }, "utbetalningssparrar[1].datumFrom"],
  [{ sparrar: [{ ...BLOCK, datumFrom: "" }] }, "utbetalningssparrar[0].datumFrom"],
  [{ sparrar: [{ ...BLOCK, datumTom: "2026-02-30" }] }, "utbetalningssparrar[0].datumTom"],
  [{ sparrar: [{ ...BLOCK, sparrbelopp: "5000" }] }, "utbetalningssparrar[0].sparrbelopp"],
  [{ sparrar: ["alla"] }, "utbetalningssparrar[0]"],
  [{ senastUppdaterad: 1 }, "senastUppdaterad"],
])("a block that cannot be understood is not passed over: %j", (rest, field) => {
  const error = refusal(rest);
  expect(error.code).toBe("SKV_ANSWER_UNEXPECTED");
  expect(error.message.endsWith(`the field ${field}`)).toBe(true);
});
