import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openapiDocument } from "./document.ts";

/** Where the document lies that is served. */
export const FILE = join(import.meta.dirname, "openapi.json");

const version = (): string =>
  (JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "package.json"), "utf8")) as { version: string }).version;

/** What should stand in it. */
export const fileText = (): string => `${JSON.stringify(openapiDocument(version()), null, 2)}\n`;
