// The little program as each bundler ships it: a folder that a web server can serve.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import * as vite from 'vite'
import webpack from 'webpack'

const program = join(import.meta.dirname, 'program')
const entry = join(program, 'in-browser.ts')

export type Bundler = (folder: string) => Promise<void>

export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: (folder) => withEsbuild(folder, false),
  'esbuild, minified': (folder) => withEsbuild(folder, true),
  'Vite, production': withVite,
  'webpack, production': withWebpack,
}

async function withEsbuild(folder: string, minify: boolean): Promise<void> {
  await esbuild.build({
    entryPoints: [entry],
    outfile: join(folder, 'main.js'),
    bundle: true,
    minify,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  })
  writePage(folder)
}

async function withVite(folder: string): Promise<void> {
  const build = { outDir: folder, emptyOutDir: true, minify: true } as const
  await vite.build({ root: program, configFile: false, logLevel: 'warn', base: './', build })
}

async function withWebpack(folder: string): Promise<void> {
  const compiler = webpack({
    mode: 'production',
    context: program,
    entry,
    output: { path: folder, filename: 'main.js' },
    module: { rules: [{ test: /\.ts$/, loader: join(import.meta.dirname, 'strip-types-loader.cjs') }] },
    performance: false,
  })
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error)
      else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-warnings')))
      else resolve()
    })
  })
  writePage(folder)
}

function writePage(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const page = '<!doctype html><title>running</title><script type="module" src="./main.js"></script><body></body>'
  writeFileSync(join(folder, 'index.html'), page)
}
