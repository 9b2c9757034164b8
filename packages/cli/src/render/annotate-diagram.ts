// Says in a drawing what its boxes are: types below names, sentences in tooltips.

import { wrap } from './wrap.ts'

export interface About {
  /** Below the name. */
  readonly type?: string
  /** A tooltip where the format has them; in Mermaid below the name. */
  readonly text?: string
}

const MERMAID_BOX = /^(?<head> {2}n\d+(?:\[|\(\[|\{\{)")(?<label>.*)(?<foot>"(?:\]|\]\)|\}\}))$/
const DOT_BOX = /^(?<head> {2}n\d+ \[label=)(?<label>"(?:[^"\\]|\\.)*")(?<foot>, .*)\]$/

/**
 * @param text as `diagram` of the core draws it; boxes that stand for several nodes stay as they are
 * @param about by the name of the node
 */
export function annotateDiagram(text: string, format: 'mermaid' | 'dot', about: ReadonlyMap<string, About>): string {
  const annotate = format === 'dot' ? annotateDot : annotateMermaid
  return text
    .split('\n')
    .map((line) => annotate(line, about))
    .join('\n')
}

function annotateMermaid(line: string, about: ReadonlyMap<string, About>): string {
  const box = MERMAID_BOX.exec(line)?.groups
  const label = box?.['label']
  const known = label === undefined ? undefined : about.get(fromCodes(label))
  const more = [known?.type, known?.text].flatMap((one) => (one === undefined ? [] : wrap(one)))
  if (more.length === 0) return line
  return `${box!['head']}${[label, ...more.map(toCodes)].join('<br/>')}${box!['foot']}`
}

function annotateDot(line: string, about: ReadonlyMap<string, About>): string {
  const box = DOT_BOX.exec(line)?.groups
  const label = box && (JSON.parse(box['label']!) as string)
  const known = label === undefined ? undefined : about.get(label.replaceAll('&amp;', '&'))
  if (!known?.type && !known?.text) return line
  const { type, text } = known
  const lines = type === undefined ? [label] : [label, ...wrap(type).map(toEntities)]
  const tooltip = text === undefined ? '' : `, tooltip=${JSON.stringify(toEntities(text))}`
  return `${box!['head']}${JSON.stringify(lines.join('\n'))}${box!['foot']}${tooltip}]`
}

/** Mermaid reads a label as HTML with entities of its own: everything but plain characters goes in as a code. */
function toCodes(text: string): string {
  return text.replace(/[^\w $.,:()-]/gu, (one) => `#${one.codePointAt(0)};`)
}

function fromCodes(label: string): string {
  return label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

function toEntities(text: string): string {
  return text.replaceAll('&', '&amp;')
}
