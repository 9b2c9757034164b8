import { defineConfig } from 'vitest/config'

// A program that counts results gets them as JSON in the file that this names.
const reportFile = process.env['THROUGHLINE_TEST_REPORT']

export default defineConfig({
  resolve: { conditions: ['@throughline/source'] },
  ssr: { resolve: { conditions: ['@throughline/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'],
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
    // The second starts nothing before a test asks for it.
    globalSetup: ['tests/compile-cache/global-setup.ts', 'tests/postgres/global-setup.ts'],
    setupFiles: ['tests/error-pages/setup.ts'],
    // Many tests wait for processes that they started.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
