// Several values for one parameter.

import type { Binding } from '../definition/binding.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Grouped } from '../typing/bindings.ts'
import { markBinding, toBinding } from './from.ts'

/**
 * A list or a record of values for one dependency, put together from references and constants. All nodes and inputs that
 * it names are needed, also where the function could do without the whole.
 *
 * @throws {modifier/bad-option} when it is neither a list nor a record, or when one of its members is a group
 * @example
 * export const totals = bind(sum, { parts: group([from('spend'), from('fees'), 3]) })
 * export const report = bind(write, { rates: group({ eu: from('euRate'), us: 1.1 }) })
 */
export function group<const Members extends readonly unknown[] | Readonly<Record<string, unknown>>>(
  members: Members,
): Grouped<Members> {
  expectOption(typeof members === 'object' && members !== null, 'group', 'members', members, 'a list or a record')
  const entries = Object.entries(members).map(([key, member]): [string, Binding] => {
    const binding = toBinding(member)
    const isOne = 'name' in binding || 'constant' in binding
    expectOption(isOne, 'group', key, member, `a value or from('name'): groups do not nest`)
    return [key, binding]
  })
  const binding = Array.isArray(members)
    ? { list: entries.map(([, member]) => member) }
    : { record: Object.fromEntries(entries) }
  return markBinding(binding) as Grouped<Members>
}
