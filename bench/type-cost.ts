// What a flow costs the compiler: type instantiations (independent of the machine's load) and check time.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { writeTypeProgram, type TypeShape } from './type-modules.ts'

export const compilers = { '5.9': 'typescript-5.9', '6.0': 'typescript-6', '7.0': 'typescript' } as const
export type Compiler = keyof typeof compilers

export interface TypeCost {
  readonly compiler: Compiler
  readonly shape: TypeShape
  readonly size: number
  /** Beyond those of the same modules without a flow. */
  readonly instantiations: number
  readonly checkMs: number
  /** Check time of the same modules without a flow. */
  readonly baselineMs: number
}

interface Diagnostics {
  readonly instantiations: number
  readonly checkMs: number
}

/** @throws when the program does not compile: a count of a program with errors says nothing */
export async function measureTypeCost(compiler: Compiler, shape: TypeShape, size: number): Promise<TypeCost> {
  const baseline = await compile(compiler, writeTypeProgram(shape, size, 'baseline'))
  const full = await compile(compiler, writeTypeProgram(shape, size, 'execute'))
  const instantiations = full.instantiations - baseline.instantiations
  return { compiler, shape, size, instantiations, checkMs: full.checkMs, baselineMs: baseline.checkMs }
}

function compile(compiler: Compiler, folder: string): Promise<Diagnostics> {
  const tsc = join(import.meta.dirname, '..', 'node_modules', compilers[compiler], 'bin', 'tsc')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsc, '-p', folder, '--extendedDiagnostics'],
      { maxBuffer: 1 << 26 },
      (error, stdout) => {
        if (error !== null) return reject(new Error(`TypeScript ${compiler} on ${folder}: ${stdout.slice(0, 600)}`))
        const field = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
        resolve({ instantiations: field('Instantiations'), checkMs: field('Check time') * 1000 })
      },
    )
  })
}
