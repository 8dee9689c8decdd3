import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import * as consumer from "./index.ts";
import * as provider from "./provider/index.ts";

/* The pages' tables, held to the code: every export, and every code an error can have. */

const PACKAGES = join(import.meta.dirname, "..", "..");
const text = (...paths: readonly string[]): string => paths.map((path) => readFileSync(join(PACKAGES, path), "utf8")).join("\n");
const README = text("maskinporten/README.md");
const PROVIDER = text("maskinporten/PROVIDER.md");

const sources = (pattern: string): string => text(...globSync(pattern, { cwd: PACKAGES }).filter((path) => !path.endsWith(".test.ts")));

const quoted = (line: string): readonly string[] => [...line.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, name = ""]) => name);
/** The first two cells of every row of the tables whose first column has that title. */
const rows = (page: string, title: string): readonly (readonly [string, string])[] =>
  [...page.matchAll(/^\|.*\n\|[-|]+\n(?:\|.*\n)*/gm)].flatMap(([table]) => {
    const [head = "", , ...lines] = table.trim().split("\n");
    return head.startsWith(`| ${title} |`) ? lines.map((line) => line.split(" | ") as unknown as [string, string]) : [];
  });

describe.each([
  ["README.md", README, "maskinporten/src/index.ts", consumer],
  ["PROVIDER.md", PROVIDER, "maskinporten/src/provider/index.ts", provider],
] as const)("%s", (_, page, index, values) => {
  test("names every export, and no other", () => {
    const lists = [...text(index).matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, names = ""]) => names.split(","));
    const exported = lists.map((name) => name.trim().replace(/^type /, "")).filter((name) => name !== "");
    expect(exported).toEqual(expect.arrayContaining(Object.keys(values)));
    expect(exported.length).toBeGreaterThan(25);
    const named = rows(page, "Export").flatMap(([names]) => quoted(names));
    expect([...named].sort()).toEqual([...exported].sort());
  });
});

/** What makes an error of one scope, by its name. */
const MAKERS: Readonly<Record<string, string>> = { inputError: "input", keyFault: "installation", transient: "transient" };

/** Every code with its scope. */
function scopesIn(program: string): Readonly<Record<string, string>> {
  const tables = [...program.matchAll(/^ {2}([A-Z]+(?:_[A-Z]+)+): \[\s*"(\w+)",/gm)];
  const written = [...program.matchAll(/code: "([A-Z_]+)",\s*scope: "(\w+)"/g)];
  const made = [...program.matchAll(/\b(inputError|keyFault|transient)\(\s*"([A-Z_]+)"/g)];
  const pairs = [...tables, ...written].map(([, code = "", scope = ""]) => [code, scope]);
  return Object.fromEntries([...pairs, ...made.map(([, maker = "", code = ""]) => [code, MAKERS[maker]])]);
}

/** Not the guard of addresses, which customers' own want and none here. */
const REACHED =
  sources("maskinporten/src/{,altinn/}*.ts") + sources("http/src/{certificate,client,faults,tls}.ts") + text("domain/src/identity.ts");
const CODE = /"((?:MP|SECRET|ALTINN|HTTP|IDENTITY|CERTIFICATE)_[A-Z_]+)"/g;

/** Those whose scope stands elsewhere than their code; an answer too large is what `authorityClient` makes of it. */
const APART = { HTTP_TOO_LARGE: "transient", CERTIFICATE_EXPIRED: "installation", CERTIFICATE_NOT_YET_VALID: "installation" };

describe("the codes", () => {
  const listed = rows(README, "scope").flatMap(([scope, codes]) => quoted(codes).map((code) => [code, quoted(scope)[0]] as const));

  test("of README.md are those an error can have, each under its scope", () => {
    const scopes = { ...scopesIn(REACHED), ...APART };
    for (const [, code = ""] of REACHED.matchAll(CODE)) expect(scopes, code).toHaveProperty(code);
    expect(Object.keys(scopes).length).toBeGreaterThan(60);
    expect(new Set(listed.map(([code]) => code)).size).toBe(listed.length);
    expect(Object.fromEntries(listed)).toEqual(scopes);
  });

  test("of PROVIDER.md are those a caller, a record or an operator sees", () => {
    const program = sources("maskinporten/src/provider/*.ts");
    const written = [...program.matchAll(/"([A-Z]+(?:_[A-Z]+)+)"|^ {2}([A-Z]+(?:_[A-Z]+)+): (?:[A-Z]+|\[\d.*),$/gm)];
    const codes = new Set(written.map(([, literal, key]) => literal ?? key ?? "").filter((code) => !/^(NO|VENDOR)_/.test(code)));
    expect(codes.size).toBeGreaterThan(25);
    const named = new Set(quoted(PROVIDER).filter((name) => /^[A-Z]+(_[A-Z]+)+$/.test(name) && name !== "PDP_SCOPE"));
    const known = new Set(listed.map(([code]) => code));
    expect([...codes].filter((code) => !named.has(code) && !known.has(code))).toEqual([]);
    expect([...named].filter((code) => !codes.has(code) && !known.has(code))).toEqual([]);
  });
});

test("an error for other houses is the class that is thrown", () => {
  expect(consumer.SaldovaktError).toBe(SaldovaktError);
});
