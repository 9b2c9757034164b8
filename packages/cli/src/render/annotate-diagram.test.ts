import { dataflow, parameterize } from 'throughline'
import { diagram } from 'throughline/diagram'
import { expect, test } from 'vitest'
import { annotateDiagram, type About } from './annotate-diagram.ts'

const flow = dataflow({
  'a"b': ({ start }: { start: number }) => start,
  lags: parameterize(({ 'a"b': value, days }: { 'a"b': number; days: number }) => value + days, {
    lag1: { days: 1 },
    lag7: { days: 7 },
  }),
})

function draw(format: 'mermaid' | 'dot', about: Record<string, About>, collapse = false): string[] {
  const text = diagram(flow, { format, collapse, highlight: ['a"b'] })
  return annotateDiagram(text, format, new Map(Object.entries(about))).split('\n')
}

test('in Mermaid, types and sentences stand below the name', () => {
  const lines = draw('mermaid', {
    'a"b': { type: 'Map<string, "x">', text: 'One & all.' },
    start: { text: 'The start.' },
  })
  expect(lines).toContain('  n0(["start<br/>The start."])')
  expect(lines).toContain('  n1["a#34;b<br/>Map#60;string, #34;x#34;#62;<br/>One #38; all."]')
  expect(lines).toContain('  n2["lag1"]')
})

test('in DOT, types stand below the name and sentences in tooltips', () => {
  const lines = draw('dot', { 'a"b': { type: 'A & "x"', text: 'One & "all".' }, lag7: { text: 'A week.' } })
  expect(lines).toContain(
    '  n1 [label="a\\"b\\nA &amp; \\"x\\"", shape=box, style=rounded, penwidth=3, tooltip="One &amp; \\"all\\"."]',
  )
  expect(lines).toContain('  n3 [label="lag7", shape=box, style=rounded, tooltip="A week."]')
  expect(lines).toContain('  n2 [label="lag1", shape=box, style=rounded]')
})

test('long text is broken between words, and never inside of one', () => {
  const type = `Record<string, ${'x'.repeat(50)}> and so on and on`
  expect(draw('mermaid', { lag1: { type } })).toContain(
    `  n2["lag1<br/>Record#60;string,<br/>${'x'.repeat(50)}#62;<br/>and so on and on"]`,
  )
})

test('a box of several nodes stays as it is, and so does a drawing of which nothing is known', () => {
  const about = { lags: { text: 'no' }, lag1: { text: 'no' } }
  expect(draw('mermaid', about, true).join('\n')).toBe(diagram(flow, { collapse: true, highlight: ['a"b'] }))
  expect(draw('dot', {}).join('\n')).toBe(diagram(flow, { format: 'dot', highlight: ['a"b'] }))
})
