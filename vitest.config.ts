import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Extension code in tests: Preact's JSX, and a browser without a browser behind `wxt/browser`. */
const extension = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { 'wxt/browser': at('./node_modules/wxt/dist/virtual/mock-browser.mjs'), '@': at('.'), '~': at('.') } },
} as const;

/** What needs no browser. The time is for a busy machine: it ends what hangs, it judges nobody's speed. */
const quick = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, server: { deps: { inline: [/wxt/, /@webext-core/] } } };

export default defineConfig({
  test: {
    projects: [
      {
        ...extension,
        test: {
          ...quick,
          name: 'fast',
          include: ['tests/{unit,service,structure}/**/*.test.{ts,tsx}'],
          exclude: ['tests/service/postgres/**'],
        },
      },
      {
        // The service's tests once more, on PostgreSQL instead of the embedded database.
        ...extension,
        test: {
          ...quick,
          name: 'postgres',
          include: ['tests/service/**/*.test.ts'],
          exclude: ['tests/service/store/sqlite.test.ts'],
          env: { COUNTERSIGN_TEST_STORE: 'postgres' },
          globalSetup: ['tests/support/postgres/global-setup.ts'],
        },
      },
      {
        ...extension,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Last, and only after a run of everything: looks through what all the tests recorded (see scripts/test.ts).
        test: { name: 'secrets', include: ['tests/secrets/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
});
