// What a flow costs the compiler, for each compiler that we support.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printTable, type Section, type Verdict } from '../report.ts'
import {
  compilers,
  measureEveryModifier,
  measureMachineTypes,
  measureTypeCost,
  type Compiler,
  type Cost,
  type TypeCost,
} from '../type-cost.ts'
import type { TypeShape } from '../type-modules.ts'

type Measured = TypeCost | (Pick<TypeCost, 'compiler' | 'shape' | 'size'> & { readonly failure: string })

export async function measureTypes({ quick }: { quick: boolean }): Promise<Section> {
  const measured: Measured[] = []
  for (const shape of ['layered', 'chain'] as const) {
    for (const size of quick ? [100, 1000] : [100, 500, 1000, 4000]) {
      for (const compiler of Object.keys(compilers) as Compiler[]) measured.push(await attempt(compiler, shape, size))
    }
  }
  printTable(
    'type-check of one flow and one execute: instantiations beyond the nodes alone',
    ['graph', 'nodes', 'TypeScript', 'instantiations', 'check ms', 'nodes alone ms'],
    measured.map((one) =>
      'failure' in one
        ? [one.shape, one.size, one.compiler, one.failure, '', '']
        : [one.shape, one.size, one.compiler, one.instantiations, Math.round(one.checkMs), Math.round(one.baselineMs)],
    ),
  )
  const every: (Cost & { readonly compiler: Compiler })[] = []
  for (const compiler of Object.keys(compilers) as Compiler[]) {
    every.push({ compiler, ...(await measureEveryModifier(compiler)) })
  }
  printTable(
    'type-check of a module with every modifier, its definition included',
    ['TypeScript', 'instantiations', 'check ms'],
    every.map((one) => [one.compiler, one.instantiations, Math.round(one.checkMs)]),
  )
  const machines: MachineCost[] = []
  for (const size of quick ? [100] : [50, 100, 200]) {
    for (const compiler of Object.keys(compilers) as Compiler[])
      machines.push({ compiler, size, ...(await measureMachineTypes(compiler, size)) })
  }
  printTable(
    'type-check of a machine with its actions, opened and run',
    ['actions', 'TypeScript', 'instantiations', 'check ms'],
    machines.map((one) => [one.size, one.compiler, one.instantiations, Math.round(one.checkMs)]),
  )
  const figures = [
    ...measured,
    ...every.map((one) => ({ shape: 'every modifier', ...one })),
    ...machines.map((one) => ({ shape: 'machine', ...one })),
  ]
  const verdicts = [...verdictsOf(measured), ...verdictsOfEvery(every), ...verdictsOfMachines(machines)]
  return { name: 'types', figures, verdicts }
}

type MachineCost = Cost & { readonly compiler: Compiler; readonly size: number }

async function attempt(compiler: Compiler, shape: TypeShape, size: number): Promise<Measured> {
  try {
    return await measureTypeCost(compiler, shape, size)
  } catch (error) {
    return { compiler, shape, size, failure: /error TS\d+/.exec(String(error))?.[0] ?? String(error).slice(0, 60) }
  }
}

interface Budgets {
  readonly typeInstantiations: Readonly<Record<TypeShape, Readonly<Record<string, number>>>>
  readonly everyModifier: { readonly typeInstantiations: number }
  readonly machine: { readonly typeInstantiations: Readonly<Record<string, number>> }
}

function readBudgets(): Budgets {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', 'budgets.json'), 'utf8')) as Budgets
}

function verdictsOfEvery(every: readonly (Cost & { readonly compiler: Compiler })[]): readonly Verdict[] {
  const limit = readBudgets().everyModifier.typeInstantiations
  return every.map(({ compiler, instantiations }) => {
    const promise = `types, every modifier, TypeScript ${compiler}`
    return { promise, measured: instantiations, limit, unit: ' instantiations' }
  })
}

function verdictsOfMachines(machines: readonly MachineCost[]): readonly Verdict[] {
  const { typeInstantiations } = readBudgets().machine
  return machines.flatMap(({ compiler, size, instantiations }) => {
    const limit = typeInstantiations[String(size)]
    if (limit === undefined) return []
    const promise = `types, a machine of ${size} actions, TypeScript ${compiler}`
    return [{ promise, measured: instantiations, limit, unit: ' instantiations' }]
  })
}

function verdictsOf(measured: readonly Measured[]): readonly Verdict[] {
  const { typeInstantiations } = readBudgets()
  return measured.flatMap((one) => {
    const limit = typeInstantiations[one.shape][String(one.size)]
    if (limit === undefined) return []
    const promise = `types, ${one.shape}, ${one.size.toLocaleString('en-US')} nodes, TypeScript ${one.compiler}`
    return [{ promise, measured: 'failure' in one ? Number.NaN : one.instantiations, limit, unit: ' instantiations' }]
  })
}
