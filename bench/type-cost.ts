// What a flow costs the compiler: type instantiations (independent of the machine's load) and check time.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { writeEveryModifierProgram, writeMachineProgram, writeTypeProgram, type TypeShape } from './type-modules.ts'

export const compilers = { '5.9': 'typescript-5.9', '6.0': 'typescript-6', '7.0': 'typescript' } as const
export type Compiler = keyof typeof compilers

export interface Cost {
  /** Beyond those of the baseline. */
  readonly instantiations: number
  readonly checkMs: number
  /** Check time of the baseline. */
  readonly baselineMs: number
}

/** The baseline is the same modules without a flow. */
export interface TypeCost extends Cost {
  readonly compiler: Compiler
  readonly shape: TypeShape
  readonly size: number
}

interface Diagnostics {
  readonly instantiations: number
  readonly checkMs: number
}

/** @throws when the program does not compile: a count of a program with errors says nothing */
export async function measureTypeCost(compiler: Compiler, shape: TypeShape, size: number): Promise<TypeCost> {
  const cost = await compare(
    compiler,
    writeTypeProgram(shape, size, 'baseline'),
    writeTypeProgram(shape, size, 'execute'),
  )
  return { compiler, shape, size, ...cost }
}

/** What a module that uses every modifier costs, its definition included. @throws when it does not compile */
export function measureEveryModifier(compiler: Compiler): Promise<Cost> {
  return compare(compiler, writeEveryModifierProgram('baseline'), writeEveryModifierProgram('execute'))
}

/** What a machine of so many actions costs, its actions included. @throws when it does not compile */
export function measureMachineTypes(compiler: Compiler, size: number): Promise<Cost> {
  return compare(compiler, writeMachineProgram(size, 'baseline'), writeMachineProgram(size, 'execute'))
}

async function compare(compiler: Compiler, baselineFolder: string, fullFolder: string): Promise<Cost> {
  const baseline = await compile(compiler, baselineFolder)
  const full = await compile(compiler, fullFolder)
  const instantiations = full.instantiations - baseline.instantiations
  return { instantiations, checkMs: full.checkMs, baselineMs: baseline.checkMs }
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
