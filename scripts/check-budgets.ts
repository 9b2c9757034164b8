// Compares what can be counted exactly with the committed budgets: type instantiations and bundle size.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureBundle, weighed } from '../bench/bundle-size.ts'
import {
  compilers,
  measureEveryModifier,
  measureMachineTypes,
  measureTypeCost,
  type Compiler,
} from '../bench/type-cost.ts'
import type { TypeShape } from '../bench/type-modules.ts'
import type { Gate } from './gate.ts'

interface Budgets {
  readonly typeInstantiations: Readonly<Record<TypeShape, Readonly<Record<string, number>>>>
  /** With the reason for its height. */
  readonly everyModifier: { readonly typeInstantiations: number; readonly why: string }
  /** By the number of actions. */
  readonly machine: { readonly typeInstantiations: Readonly<Record<string, number>> }
  readonly bundleGzippedBytes: Readonly<Record<keyof typeof weighed, number>>
}

export const budgets: Gate = {
  name: 'budgets',
  cure: 'make the types or the code cheaper; raise bench/budgets.json only with a reason in the commit message',
  problems: async (root) => {
    const budget = JSON.parse(readFileSync(join(root, 'bench', 'budgets.json'), 'utf8')) as Budgets
    return [...unusedModifiers(root), ...(await bundleProblems(budget)), ...(await typeProblems(budget))]
  },
}

async function bundleProblems({ bundleGzippedBytes }: Budgets): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [name, source] of Object.entries(weighed) as [keyof typeof weighed, string][]) {
    const { gzippedBytes, dependencies } = await measureBundle(source)
    const limit = bundleGzippedBytes[name]
    problems.push(...dependencies.map((one) => `${name}: pulls in ${one}`))
    if (!(gzippedBytes <= limit)) problems.push(`${name}: ${gzippedBytes} bytes gzipped, budget ${limit}`)
  }
  return problems
}

/** One process for each compiler at a time, so that two processors are enough and memory stays small. */
async function typeProblems({ typeInstantiations, everyModifier, machine }: Budgets): Promise<readonly string[]> {
  const perCompiler = (Object.keys(compilers) as Compiler[]).map(async (compiler) => {
    const problems: string[] = []
    for (const [shape, limits] of Object.entries(typeInstantiations) as [TypeShape, Record<string, number>][]) {
      for (const [size, limit] of Object.entries(limits)) {
        const { instantiations } = await measureTypeCost(compiler, shape, Number(size))
        const what = `TypeScript ${compiler}, ${shape}, ${size} nodes: ${instantiations} instantiations, budget ${limit}`
        if (!(instantiations > 0 && instantiations <= limit)) problems.push(what)
      }
    }
    const { instantiations } = await measureEveryModifier(compiler)
    const limit = everyModifier.typeInstantiations
    const what = `TypeScript ${compiler}, every modifier: ${instantiations} instantiations, budget ${limit}`
    if (!(instantiations > 0 && instantiations <= limit)) problems.push(what)
    for (const [size, most] of Object.entries(machine.typeInstantiations)) {
      const found = (await measureMachineTypes(compiler, Number(size))).instantiations
      const told = `TypeScript ${compiler}, a machine of ${size} actions: ${found} instantiations, budget ${most}`
      if (!(found > 0 && found <= most)) problems.push(told)
    }
    return problems
  })
  return (await Promise.all(perCompiler)).flat()
}

/** Modifiers that the module with every modifier has not: its budget would say nothing of them. */
function unusedModifiers(root: string): readonly string[] {
  const indexes = ['.', 'fan-out', 'io'].map((entry) =>
    readFileSync(join(root, 'packages', 'core', 'src', entry, 'index.ts'), 'utf8'),
  )
  const file = join('bench', 'every-modifier', 'nodes.ts')
  const module = readFileSync(join(root, file), 'utf8')
  const exported = [...indexes.join('\n').matchAll(/^export \{([^}]*)\} from '\.+\/modifiers\//gm)].flatMap(
    ([, names]) => names!.split(','),
  )
  const modifiers = exported
    .map((name) => name.trim())
    .filter((name) => /^[a-z]/.test(name) && !name.startsWith('type '))
  return modifiers.filter((name) => !module.includes(`${name}(`)).map((name) => `${file} does not use ${name}`)
}
