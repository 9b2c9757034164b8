// What a web page downloads for as much of the package as it uses.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

export interface BundleSize {
  readonly minifiedBytes: number
  readonly gzippedBytes: number
  /** Packages that ended up in the bundle beside the one that was asked for. */
  readonly dependencies: readonly string[]
}

/**
 * Bundles and minifies as a production build of Vite does, with its defaults.
 *
 * @param source a module that uses what is to be weighed; it is resolved from this folder
 */
export async function measureBundle(source: string): Promise<BundleSize> {
  const generated = join(import.meta.dirname, 'generated')
  await mkdir(generated, { recursive: true })
  const folder = await mkdtemp(join(generated, 'bundle-'))
  try {
    const entry = join(folder, 'entry.js')
    await writeFile(entry, source)
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      root: folder,
      build: { write: false, modulePreload: false, target: 'es2022', rolldownOptions: { input: entry } },
    })
    const { output } = built as Rolldown.RolldownOutput
    const chunks = output.filter((one) => one.type === 'chunk')
    const code = Buffer.from(chunks.map((chunk) => chunk.code).join(''))
    const packages = chunks
      .flatMap((chunk) => chunk.moduleIds)
      .flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
    return {
      minifiedBytes: code.byteLength,
      gzippedBytes: gzipSync(code, { level: 9 }).byteLength,
      dependencies: [...new Set(packages)].sort(),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What is weighed, by the name of its budget: modules that use this much of the package. */
export const weighed = {
  dataflowAndExecute: `import { dataflow } from 'throughline'
globalThis.run = (module, outputs, inputs) => dataflow(module).execute(outputs, { inputs })
`,
  /** Beside it only what the modifier itself needs: everything else is shaken off. */
  dataflowExecuteAndRetry: `import { dataflow, retry } from 'throughline'
globalThis.retry = retry
globalThis.run = (module, outputs, inputs) => dataflow(module).execute(outputs, { inputs })
`,
  everythingExported: `import * as all from 'throughline'
globalThis.all = all
`,
  /** Entries beside the root, each alone, with what it shares with others. */
  diagram: `import * as all from 'throughline/diagram'
globalThis.all = all
`,
  fanOut: `import * as all from 'throughline/fan-out'
globalThis.all = all
`,
  io: `import * as all from 'throughline/io'
globalThis.all = all
`,
  layout: `import { edgePath, layoutGraph } from '@throughline/layout'
globalThis.all = { edgePath, layoutGraph }
`,
  pictures: `import * as all from '@throughline/layout/svg'
globalThis.all = all
`,
} as const
