// What it costs to have the package at all: the import in a fresh process, and the bytes in a web page.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureBundle, weighed, type BundleSize } from '../bundle-size.ts'
import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const bundles: Readonly<Record<string, string>> = {
  ...weighed,
  'p-graph: everything': "import * as all from 'p-graph'\nglobalThis.all = all\n",
  'effect: Effect.cached, all, runPromise':
    "import { Effect } from 'effect'\nglobalThis.run = [Effect.cached, Effect.all, Effect.runPromise]\n",
}

const empty = 'data:text/javascript,export%20{}'
const imports: Readonly<Record<string, string>> = {
  'an empty module': empty,
  throughline: 'throughline',
  'p-graph': 'p-graph',
  effect: 'effect',
}

export async function measureLoading({ quick }: { quick: boolean }): Promise<Section> {
  const times = new Map<string, number[]>(Object.keys(imports).map((name) => [name, []]))
  for (let round = 0; round < (quick ? 3 : 11); round++) {
    for (const [name, specifier] of Object.entries(imports)) {
      const answer = await runWorker<{ importMs: number }>('import.ts', [specifier])
      times.get(name)?.push('failure' in answer ? Number.NaN : answer.importMs)
    }
  }
  const calibration = times.get('an empty module') ?? []
  const importFigures = [...times].map(([name, ms]) => ({
    name,
    importMs: median(ms),
    ratio: medianRatio(ms, calibration),
  }))
  printTable(
    'import in a fresh process',
    ['module', 'ms', 'ratio'],
    importFigures.map(({ name, importMs, ratio }) => [name, importMs, ratio]),
  )

  const sizes: ({ readonly name: string } & BundleSize)[] = []
  for (const [name, source] of Object.entries(bundles)) sizes.push({ name, ...(await measureBundle(source)) })
  printTable(
    'bundle for a browser (production build of Vite)',
    ['what', 'bytes', 'gzipped', 'other packages'],
    sizes.map(({ name, minifiedBytes, gzippedBytes, dependencies }) => [
      name,
      minifiedBytes,
      gzippedBytes,
      dependencies.length,
    ]),
  )

  const budgets = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'budgets.json'), 'utf8')) as {
    bundleGzippedBytes: Readonly<Record<string, number>>
  }
  return {
    name: 'loading',
    figures: { imports: importFigures, sizes },
    verdicts: Object.entries(budgets.bundleGzippedBytes).map(([what, limit]) => ({
      promise: `${what}, minified and gzipped`,
      measured: sizes.find(({ name }) => name === what)?.gzippedBytes ?? Number.NaN,
      limit,
      unit: ' bytes',
    })),
  }
}
