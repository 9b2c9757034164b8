// What a web page downloads for `dataflow` and `execute`.

import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface BundleSize {
  readonly minifiedBytes: number
  readonly gzippedBytes: number
  /** Packages that ended up in the bundle beside the one that was asked for. */
  readonly dependencies: readonly string[]
}

/** @param source a module that uses what is to be weighed; it is resolved from this folder */
export async function measureBundle(source: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  )
  return {
    minifiedBytes: code.byteLength,
    gzippedBytes: gzipSync(code, { level: 9 }).byteLength,
    dependencies: [...new Set(packages)].sort(),
  }
}

export const dataflowAndExecute = `import { dataflow } from 'throughline'
globalThis.run = (module, outputs, inputs) => dataflow(module).execute(outputs, { inputs })
`
