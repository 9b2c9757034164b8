// `extract`: one node, many nodes: its fields.

import type { TSType } from 'oxc-parser'
import type { SourceFile } from '../../source/source-file.ts'
import type { ModifierCall } from '../evaluation.ts'
import { insideOf, placeOf, type Place } from '../place.ts'
import { mapSpecs, oneNode, openSpec, type NodeShape, type OutputFacts, type Shape, type SpecShape } from '../shape.ts'
import type { Documentation } from '../documentation.ts'
import { propertiesOfType } from '../type-properties.ts'
import { promisedType, textOf } from '../type-text.ts'
import { follow, followToArray, followToObject, propertiesOf, valueOf } from '../written-value.ts'

export function extract(call: ModifierCall): Shape {
  const given = call.shape(0)
  const shape = given.kind === 'nodes' ? given : oneNode(openSpec('function', []))
  const whole = shape.nodes.find((one) => one.name === '&')
  if (!whole)
    return { kind: 'nodes', nodes: [], unnamed: { name: '&.*', cases: [], otherwise: openSpec('extracted', []) } }
  const { fields, isComplete } = readFields(call)
  const parts = fields.map((field): NodeShape => {
    const about = typeOfField(call, whole, field)
    const node = mapSpecs(whole, (spec) => fieldSpec(spec, about?.output))
    return {
      ...node,
      name: field.node,
      place: field.place,
      ...(about?.documentation ? { documentation: about.documentation } : {}),
    }
  })
  const unnamed = shape.unnamed ?? { ...mapSpecs(whole, (spec) => fieldSpec(spec, undefined)), name: '&.*' }
  return { kind: 'nodes', nodes: [...shape.nodes, ...parts], ...((!isComplete || shape.unnamed) && { unnamed }) }
}

interface Field {
  readonly name: string
  readonly position: number
  readonly node: string
  readonly place: Place
}

function readFields(call: ModifierCall): { fields: readonly Field[]; isComplete: boolean } {
  const argument = call.argument(1)
  const list = argument && followToArray(argument, call.scope)
  const fields: Field[] = []
  let isComplete = true
  if (list) {
    for (const [position, element] of list.expression.elements.entries()) {
      const written = element && element.type !== 'SpreadElement' ? { expression: element, file: list.file } : undefined
      const given = written && valueOf(written, call.scope)?.value
      if (typeof given !== 'string') {
        isComplete = false
        continue
      }
      const name = given.replace(/\?$/, '')
      const { expression, file } = follow(written!, call.scope)
      const place = placeOf(file, expression)
      const own = expression.type === 'Literal' ? insideOf(place, name !== given) : place
      fields.push({ name, position, node: name, place: own })
    }
    return { fields, isComplete }
  }
  const record = argument && followToObject(argument, call.scope)
  if (!record) return { fields, isComplete: false }
  const all = propertiesOf(record, call.scope)
  for (const one of all.properties) {
    const node = valueOf(one, call.scope)?.value
    if (typeof node !== 'string') return { fields, isComplete: false }
    const name = one.name.replace(/\?$/, '')
    const place = placeOf(one.file, one.expression)
    const inside = one.expression.type === 'Literal' ? insideOf(place) : place
    fields.push({ name, position: Number.parseInt(name), node, place: inside })
  }
  return { fields, isComplete: all.isComplete }
}

function fieldSpec({ functions, output: whole }: SpecShape, output: OutputFacts | undefined): SpecShape {
  return {
    kind: 'extracted',
    functions,
    parameters: [{ key: 'whole', reads: '&', optional: false, mentions: [], ...(whole && { type: whole.text }) }],
    isComplete: true,
    modifiers: [],
    tags: {},
    ...(output && { output }),
  }
}

/** What the type of the whole, as far as it is written, says about a field. */
function typeOfField(
  call: ModifierCall,
  whole: NodeShape,
  { name, position }: Field,
): { output?: OutputFacts; documentation?: Documentation } | undefined {
  const spec = whole.otherwise ?? whole.cases[0]?.spec
  // Where the value of the whole has become another one, the type of the function says nothing.
  const syntax = spec?.output && spec.functions[0] && call.evaluation.syntaxOf(spec.functions[0])
  const returns = syntax?.expression.returnType?.typeAnnotation
  if (!syntax || !returns) return undefined
  const { file } = syntax
  const type = promisedType(returns) ?? returns
  const property = propertiesOfType(type, file, call.scope).properties.get(name)
  if (property?.type !== undefined) {
    const { documentation } = property
    return { output: { text: property.type, place: property.place }, ...(documentation && { documentation }) }
  }
  const part = partOf(type, position)
  return part && { output: outputOf(file, part) }
}

function outputOf(file: SourceFile, type: TSType): OutputFacts {
  return { text: textOf(file, type), place: placeOf(file, type) }
}

/** Of a tuple the member; of `Record<K, V>` and the like what every key has. */
function partOf(type: TSType, position: number): TSType | undefined {
  if (type.type === 'TSTypeOperator') return partOf(type.typeAnnotation, position)
  if (type.type === 'TSTupleType') {
    const element = type.elementTypes[position]
    if (!element || element.type === 'TSRestType') return undefined
    if (element.type === 'TSNamedTupleMember') {
      const { elementType } = element
      return elementType.type === 'TSRestType' || elementType.type === 'TSOptionalType' ? undefined : elementType
    }
    return element.type === 'TSOptionalType' ? element.typeAnnotation : element
  }
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined
  return /^(?:Record|Map|ReadonlyMap)$/.test(type.typeName.name) ? type.typeArguments?.params[1] : undefined
}
