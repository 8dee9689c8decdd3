import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "functions/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", ".sst/**"],
    globalSetup: ["test/infra/evaluations.setup.ts"],
    setupFiles: ["test/deterministic.setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
