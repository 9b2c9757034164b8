// `from` and `group`: what is given for the parameters of a node.

import type { Reference, Rebinding, Rebindings } from '../bindings.ts'
import type { Evaluation } from '../evaluation.ts'
import { insideOf, placeOf } from '../place.ts'
import { follow, followToArray, followToObject, propertiesOf, valueOf, type Written } from '../written-value.ts'

/** What an object literal binds, by the name that is read now; false when it may bind others. */
export function rebindingsOf(
  written: Written | undefined,
  evaluation: Evaluation,
): { bound: Rebindings; isComplete: boolean } {
  const object = written && followToObject(written, evaluation.scope)
  if (!object) return { bound: new Map(), isComplete: written === undefined }
  const { properties, isComplete } = propertiesOf(object, evaluation.scope)
  return { bound: new Map(properties.map((one) => [one.name, rebindingOf(one, evaluation)])), isComplete }
}

/** What an expression in the place of a parameter binds. */
export function rebindingOf(written: Written, evaluation: Evaluation): Rebinding {
  const { expression, file } = follow(written, evaluation.scope)
  if (expression.type === 'Identifier') return 'unknown'
  if (expression.type !== 'CallExpression') return isOpaque(expression.type) ? 'unknown' : {}
  const name = evaluation.nameOfOurs(expression.callee, file)
  const [first] = expression.arguments
  if (name === undefined) return 'unknown'
  if (!first || first.type === 'SpreadElement') return 'unknown'
  const argument = { expression: first, file }
  if (name === 'from') return referenceTo(argument, evaluation)
  return name === 'group' ? membersOf(argument, evaluation) : {}
}

/** What may turn out to be a reference that was made elsewhere. */
function isOpaque(type: string): boolean {
  return /^(?:MemberExpression|ConditionalExpression|LogicalExpression|AwaitExpression|SequenceExpression|ChainExpression)$/.test(
    type,
  )
}

function referenceTo(written: Written, evaluation: Evaluation): Rebinding {
  const known = valueOf(written, evaluation.scope)
  if (typeof known?.value !== 'string') return 'unknown'
  const place = placeOf(written.file, written.expression)
  return { name: known.value, place: written.expression.type === 'Literal' ? insideOf(place) : place }
}

function membersOf(written: Written, evaluation: Evaluation): Rebinding {
  const list = followToArray(written, evaluation.scope)
  const items: { suffix: string; written: Written }[] = []
  if (list) {
    for (const [index, element] of list.expression.elements.entries()) {
      if (element === null || element.type === 'SpreadElement') return 'unknown'
      items.push({ suffix: `[${index}]`, written: { expression: element, file: list.file } })
    }
  } else {
    const record = followToObject(written, evaluation.scope)
    const all = record && propertiesOf(record, evaluation.scope)
    if (!all?.isComplete) return 'unknown'
    for (const one of all.properties) items.push({ suffix: `.${one.name}`, written: one })
  }
  const members: (Reference & { suffix: string })[] = []
  for (const { suffix, written: one } of items) {
    const member = rebindingOf(one, evaluation)
    if (member === 'unknown' || 'members' in member) return 'unknown'
    members.push({ ...member, suffix })
  }
  return { members }
}
