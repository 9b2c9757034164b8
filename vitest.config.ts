import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// A program that counts results gets them as JSON in the file that this names.
const reportFile = process.env['THROUGHLINE_TEST_REPORT']

const sources = { conditions: ['@throughline/source'] }
const everyProject = { resolve: sources, ssr: { resolve: sources } }
const everyFile = { setupFiles: ['tests/error-pages/setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 }
const noTests = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']

// Whole programs and compilers.
const programs = ['tests/**/*.test.ts', 'packages/**/*.e2e.test.ts', 'packages/core/src/typing/messages.test.ts']
// Rooms whose tests leave nothing behind in their process; not what fills its memory or looks at it.
const together = ['packages/{cli,core,layout,machine,ui}/src/**/!(*.e2e|*.prop|messages|overlap|release).test.ts']

export default defineConfig({
  test: {
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
    // The last starts nothing before a test asks for it.
    globalSetup: [
      'tests/compile-cache/global-setup.ts',
      'tests/rooms/global-setup.ts',
      'tests/postgres/global-setup.ts',
    ],
    // Many tests wait for processes that they started: one more than there are processors.
    maxWorkers: availableParallelism() + 1,
    // They begin in the order of their names: the longest files first, so that no worker is left alone with one.
    projects: [
      { ...everyProject, test: { ...everyFile, name: '1-programs', include: programs, exclude: noTests } },
      {
        ...everyProject,
        test: {
          ...everyFile,
          name: '2-apart',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/**/*.test.ts'],
          exclude: [...noTests, ...programs, ...together],
        },
      },
      {
        ...everyProject,
        // Modules are loaded once for many files.
        test: { ...everyFile, name: '3-together', include: together, exclude: noTests, isolate: false },
      },
    ],
  },
})
