import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    passWithNoTests: true,
    // Two workers: the checks share the machine with pytest.
    maxWorkers: 2,
  },
});
