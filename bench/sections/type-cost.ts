// What a flow costs the compiler, for each compiler that we support.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printTable, type Section, type Verdict } from '../report.ts'
import { compilers, measureTypeCost, type Compiler, type TypeCost } from '../type-cost.ts'
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
  return { name: 'types', figures: measured, verdicts: verdictsOf(measured) }
}

async function attempt(compiler: Compiler, shape: TypeShape, size: number): Promise<Measured> {
  try {
    return await measureTypeCost(compiler, shape, size)
  } catch (error) {
    return { compiler, shape, size, failure: /error TS\d+/.exec(String(error))?.[0] ?? String(error).slice(0, 60) }
  }
}

function verdictsOf(measured: readonly Measured[]): readonly Verdict[] {
  const file = join(import.meta.dirname, '..', 'budgets.json')
  const { typeInstantiations } = JSON.parse(readFileSync(file, 'utf8')) as {
    typeInstantiations: Record<TypeShape, Record<string, number>>
  }
  return measured.flatMap((one) => {
    const limit = typeInstantiations[one.shape][String(one.size)]
    if (limit === undefined) return []
    const promise = `types, ${one.shape}, ${one.size.toLocaleString('en-US')} nodes, TypeScript ${one.compiler}`
    return [{ promise, measured: 'failure' in one ? Number.NaN : one.instantiations, limit, unit: ' instantiations' }]
  })
}
