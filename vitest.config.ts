import { defineConfig } from "vitest/config";
import { sharing, TESTS } from "./test/processes.ts";

const NEVER = ["**/node_modules/**", ".sst/**"];
const together = [...sharing()];

export default defineConfig({
  test: {
    setupFiles: ["test/deterministic.setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Every core: vitest would leave one of them to itself, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "together", include: together, exclude: NEVER, isolate: false } },
      {
        extends: true,
        test: { name: "alone", include: TESTS, exclude: [...NEVER, ...together], globalSetup: ["test/infra/evaluations.setup.ts"] },
      },
    ],
  },
});
