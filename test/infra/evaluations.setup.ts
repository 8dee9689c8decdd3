import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder of this run of the tests, where their files find what another has evaluated already. */
    readonly evaluations: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "saldovakt-evaluations-"));
  project.provide("evaluations", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
