// Pictures of machines, read again where a program can read them.

import { dataflow } from 'throughline'
import { describe, expect, it } from 'vitest'
import { END, expects, forState, fromState, suspend, toState } from '../index.ts'
import { machineDiagram, machineDiagramParts } from './index.ts'

interface Chat {
  prompt: string
  safe: boolean
  reply: string
}
const { action, flowAction, machine } = forState<Chat>()

const ask = action(
  {
    writes: ['prompt'],
    inputs: expects<{ text: string; lang?: string }>({ text: 'required', lang: 'optional' }),
    tags: ['human', 'slow'],
  },
  ({ inputs }) => ({ prompt: inputs.text }),
)
const check = action({ reads: ['prompt'], writes: ['safe'] }, () => ({ safe: true }))
const anyPatch = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value: value as { safe: boolean } }) },
} as const
const approve = action({ writes: ['safe'], awaits: anyPatch }, () => suspend())
const answer = flowAction(dataflow({ text: ({ prompt }: { prompt: string }) => prompt }), {
  inputs: { prompt: fromState('prompt') },
  outputs: { text: toState('reply') },
})
const chat = machine({ ask, check, approve, answer })
  .from('ask')
  .to('check')
  .from('check')
  .when({ safe: true }, 'answer')
  .otherwise('approve')
  .from('approve')
  .route(['answer', END], (state) => (state.safe ? 'answer' : END), { label: 'what they said' })
  .from('*')
  .onError('TimeoutError', 'ask')

const WILD = [
  '"',
  '\\',
  '<script>alert(1)</script>',
  ']',
  '})',
  '|',
  ';',
  '#',
  '&amp;',
  '%%',
  'end',
  '`',
  '\\N',
  '-->',
  'ключ',
]

describe('a Mermaid diagram', () => {
  it('draws actions, conditions, inputs, tags, entry, end, and dashed what follows a failure', () => {
    expect(machineDiagram(chat, { entry: 'ask', highlight: ['answer'] })).toBe(
      [
        'flowchart TD',
        '  n0(("start"))',
        '  n1["ask<br/>#64;human #64;slow"]',
        '  n2["check"]',
        '  n3[/"approve"/]',
        '  n4[["answer"]]',
        '  style n4 stroke-width:3px',
        '  n5((("end")))',
        '  n6{{"every action"}}',
        '  n7(["text"])',
        '  n8(["lang"])',
        '  n0 --> n1',
        '  n1 --> n2',
        '  n2 -->|"safe #61; true"| n4',
        '  n2 --> n3',
        '  n3 -->|"what they said"| n4',
        '  n3 -->|"what they said"| n5',
        '  n6 -.->|"TimeoutError"| n1',
        '  n7 --> n1',
        '  n8 -.-> n1',
        '',
      ].join('\n'),
    )
  })

  it('leaves inputs out when told to', () => {
    expect(machineDiagram(chat, { inputs: false })).not.toContain('"text"')
    expect(machineDiagram(machine({ ask: ask.bind({ text: 'Hi' }) }))).not.toContain('"text"')
  })

  it('draws any name and any condition as a harmless label', () => {
    const actions = Object.fromEntries(WILD.map((name) => [name, action({ tags: [name] }, () => {})]))
    const wild = WILD.reduce(
      (made, name) => made.from(name).when(() => true, WILD[0]!, { label: name }) as typeof made,
      machine(actions),
    )
    const text = '"(?:[\\w $.,:()#;-]|<br/>)*"'
    const line = new RegExp(`^(?:flowchart TD| {2}n\\d+\\[${text}\\]| {2}n\\d+ -->\\|${text}\\| n\\d+)$`)
    for (const one of machineDiagram(wild).trimEnd().split('\n')) expect(one).toMatch(line)
  })
})

describe('a DOT diagram', () => {
  it('says the same', () => {
    expect(machineDiagram(chat, { format: 'dot', entry: 'ask', inputs: false })).toBe(
      [
        'digraph {',
        '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.2,0.05"]',
        '  n0 [label="start", shape=circle]',
        '  n1 [label="ask\\n@human @slow", shape=box, style=rounded]',
        '  n2 [label="check", shape=box, style=rounded]',
        '  n3 [label="approve", shape=parallelogram]',
        '  n4 [label="answer", shape=box3d]',
        '  n5 [label="end", shape=doublecircle]',
        '  n6 [label="every action", shape=hexagon]',
        '  n0 -> n1',
        '  n1 -> n2',
        '  n2 -> n4 [label="safe = true"]',
        '  n2 -> n3',
        '  n3 -> n4 [label="what they said"]',
        '  n3 -> n5 [label="what they said"]',
        '  n6 -> n1 [label="TimeoutError", style=dashed]',
        '}',
        '',
      ].join('\n'),
    )
  })

  it('keeps quotes and backslashes of names within their labels', () => {
    const dot = machineDiagram(machine({ 'a"]; x [label="\\': action({}, () => {}) }), { format: 'dot' })
    expect(dot).toContain('n0 [label="a\\"]; x [label=\\"\\\\", shape')
  })
})

it('says what it shows as plain data', () => {
  const { boxes, arrows } = machineDiagramParts(chat, { highlight: ['ask'], inputs: false })
  expect(boxes[0]).toEqual({ id: 'n0', lines: expect.arrayContaining(['ask']), shape: 'action', isHighlighted: true })
  expect(structuredClone({ boxes, arrows })).toEqual({ boxes, arrows })
  expect(arrows.every(({ from, to }) => [from, to].every((end) => boxes.some(({ id }) => id === end)))).toBe(true)
})

it('refuses what is not there', () => {
  expect(() => machineDiagram(chat, { entry: 'asc' as 'ask' })).toThrow('machine/unknown-action')
  expect(() => machineDiagram(chat, { highlight: ['x' as 'ask'] })).toThrow('machine/unknown-action')
  expect(() => machineDiagram(chat, { format: 'svg' as 'dot' })).toThrow('app/bad-option')
})
