import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// The arrows of the house: who may import whom. A room that is not listed here may import nothing of ours.
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "packages/domain": [],
  "packages/configuration": ["domain"],
  "packages/http": ["domain"],
  "packages/skatteverket": ["domain", "http"],
  "packages/maskinporten": ["domain", "http"],
  "packages/skatteetaten": ["domain", "http"],
  "packages/store": ["domain"],
  "packages/files": ["domain"],
  "packages/delivery": ["domain", "http", "files"],
  "packages/service": ["domain"],
  "packages/web": ["domain", "service", "files"],
  "packages/simulator": ["domain"],
  "packages/cli": [
    "configuration",
    "domain",
    "http",
    "skatteverket",
    "maskinporten",
    "skatteetaten",
    "store",
    "delivery",
    "service",
    "web",
    "simulator",
  ],
  functions: ["configuration", "domain", "http", "skatteverket", "maskinporten", "skatteetaten", "store", "delivery", "service", "web"],
};

/** Domain and service get clock, chance and network from outside. */
const PURE = ["packages/domain", "packages/service"];

const root = join(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Tests and what only they use may lean on any package. */
const isTest = (file: string): boolean => /\.(test|fixture|contract)\.ts$|\/(test|contract)\/|\/test-[a-z]+\.ts$/.test(file);

const imports = (text: string): string[] =>
  [...text.matchAll(/(?:^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*|^\s*import\s*|\bimport\s*\(\s*)["']([^"']+)["']/gm)].map(
    (match) => match[1] as string,
  );

describe.each(Object.entries(MAY_IMPORT))("%s", (room, allowed) => {
  const files = sources(room);

  it("imports only the rooms below it, and by name", () => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      for (const specifier of imports(readFileSync(file, "utf8"))) {
        const ours = /^@saldovakt\/([a-z]+)/.exec(specifier)?.[1];
        if (ours && !isTest(file)) expect([...allowed, room.split("/").pop()], `${file} imports ${specifier}`).toContain(ours);
        if (specifier.startsWith(".")) {
          const target = join(file, "..", specifier);
          expect(target.startsWith(join(root, room)), `${file} reaches into ${specifier}`).toBe(true);
        }
      }
    }
  });

  it("declares what it imports", () => {
    const manifest = JSON.parse(readFileSync(join(root, room, "package.json"), "utf8")) as { dependencies?: Record<string, string> };
    const declared = Object.keys(manifest.dependencies ?? {});
    for (const file of files.filter((each) => !isTest(each))) {
      for (const specifier of imports(readFileSync(file, "utf8"))) {
        if (specifier.startsWith(".") || specifier.startsWith("node:")) continue;
        const name = specifier
          .split("/")
          .slice(0, specifier.startsWith("@") ? 2 : 1)
          .join("/");
        if (name === "aws-lambda") continue; // types only
        expect(declared, `${file} imports ${specifier}`).toContain(name);
      }
    }
  });
});

describe.each(PURE)("%s", (room) => {
  it("reads no clock and throws no dice", () => {
    for (const file of sources(room).filter((each) => !isTest(each))) {
      expect(readFileSync(file, "utf8"), file).not.toMatch(/new Date\(\)|Date\.now\(\)|Math\.random\(|performance\.now\(/);
    }
  });
});
