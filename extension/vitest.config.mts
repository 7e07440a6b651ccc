import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    passWithNoTests: true,
    // A net under what hangs, not a measure: machines differ. Whole campaigns take hours.
    testTimeout: process.env["QDESIGN_CAMPAIGN"] ? 36_000_000 : 120_000,
    // Two workers: the checks share the machine with pytest.
    maxWorkers: 2,
  },
});
