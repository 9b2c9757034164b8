import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { beforeAll, describe, expect, it } from 'vitest'
import { byConfig, dataflow, extract, parameterize, untyped, type AnyFlow } from '../index.ts'
import { diagram } from '../diagram/index.ts'

type Numbers = Record<string, number>

const lag = ({ days, series }: Numbers) => days! + series!
const flow = untyped(
  dataflow(
    {
      series: ({ path, limit = 3 }: { path: string; limit?: number }) => path.length + limit,
      lags: parameterize(lag, { lag1: { days: 1 }, lag7: { days: 7 } }),
    },
    { model: byConfig('algo', { mean: ({ lag1, lag7 }: Numbers) => lag1! + lag7!, one: ({ lag1 }: Numbers) => lag1 }) },
  ),
)

/** Names that a careless drawing would break on, or run. */
const WILD = [
  '"',
  '\\',
  "'",
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
  'ключ',
]
const wild = (dataflow as unknown as (module: object) => AnyFlow)(
  Object.fromEntries(WILD.map((name) => [name, ({ x }: Numbers) => x])),
)

/** A Mermaid flowchart, as far as we write it: anything else is a break-out. */
const MERMAID_LINE =
  /^(?:flowchart LR| {2}n\d+(?:\["[\w $.,:()#;-]*"\]|\(\["[\w $.,:()#;-]*"\]\)|\{\{"[\w $.,:()#;-]*"\}\})| {2}n\d+ (?:-->|-\.->) n\d+| {2}style n\d+ stroke-width:3px)$/

function labelsOf(mermaid: string): string[] {
  return [...mermaid.matchAll(/"([^"]*)"/g)].map(([, text]) =>
    text!.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  )
}

describe('a Mermaid diagram', () => {
  it('draws nodes, inputs and arrows; dashed when the reader can do without', () => {
    expect(diagram(flow)).toBe(
      [
        'flowchart LR',
        '  n0(["limit"])',
        '  n1(["path"])',
        '  n2["lag1"]',
        '  n3["lag7"]',
        '  n4["model"]',
        '  n5["series"]',
        '  n5 --> n2',
        '  n5 --> n3',
        '  n2 --> n4',
        '  n3 -.-> n4',
        '  n0 -.-> n5',
        '  n1 --> n5',
        '',
      ].join('\n'),
    )
  })

  it('draws given values in a shape of their own, without what they cut off', () => {
    const given = flow.override({ series: 1 }).configure({ algo: 'one' })
    expect(diagram(given, { outputs: ['model', 'algo'] })).toBe(
      [
        'flowchart LR',
        '  n0{{"algo"}}',
        '  n1["lag1"]',
        '  n2["model"]',
        '  n3{{"series"}}',
        '  n3 --> n1',
        '  n1 --> n2',
        '',
      ].join('\n'),
    )
  })

  it('draws the nodes of one export as one when collapsed', () => {
    const lines = diagram(flow, { collapse: true }).split('\n')
    expect(lines).toContain('  n2["lags (2)"]')
    expect(lines.filter((line) => line.includes('>'))).toEqual([
      '  n4 --> n2',
      '  n2 --> n3',
      '  n0 -.-> n4',
      '  n1 --> n4',
    ])
  })

  it('keeps a value that was given apart from the other nodes of its export when collapsed', () => {
    const parts = dataflow({ parts: extract(() => ({ train: 1, test: 2 }), ['train', 'test']) })
    const text = diagram(untyped(parts).override({ parts: { train: 3, test: 4 } }), { collapse: true })
    expect(text).toContain('{{"parts"}}')
    expect(text).toContain('["parts (2)"]')
  })

  it('sets names off from the rest, within a collapsed box too', () => {
    expect(diagram(flow, { highlight: ['lag7'] })).toContain('  n3["lag7"]\n  style n3 stroke-width:3px')
    expect(diagram(flow, { highlight: ['lag7', 'path'], collapse: true }).match(/style/g)).toHaveLength(2)
  })

  it('draws any name as a harmless label', () => {
    const mermaid = diagram(wild, { highlight: WILD })
    for (const line of mermaid.trimEnd().split('\n')) expect(line).toMatch(MERMAID_LINE)
    expect(labelsOf(mermaid).sort()).toEqual([...WILD, 'x'].sort())
  })

  it('refuses what is not there', () => {
    for (const options of [{ outputs: ['modle'] }, { highlight: ['modle'] }]) {
      expect(() => diagram(flow, options)).toThrow('graph/unknown-node')
    }
    expect(() => diagram(flow, { format: 'svg' as never })).toThrow('run/bad-option')
    const several = { outputs: ['modle', 'lag1', 'pth'], highlight: ['modle', 'other'] }
    expect(() => diagram(flow, several)).toThrow(/"modle"[^]*"pth"[^]*"other"/)
  })
})

describe('a DOT diagram', () => {
  let graphviz: Graphviz
  beforeAll(async () => {
    graphviz = await Graphviz.load()
  })
  /** What Graphviz read, and drew: labels of boxes, and arrows as pairs of labels. */
  function draw(dot: string): { labels: string[]; arrows: string[]; svg: string } {
    const read = JSON.parse(graphviz.layout(dot, 'dot_json')) as {
      objects?: { label: string }[]
      edges?: { tail: number; head: number; style?: string }[]
    }
    const labels = (read.objects ?? []).map((box) => box.label)
    const arrows = (read.edges ?? []).map(({ tail, head, style }) => `${labels[tail]} ${style ?? 'to'} ${labels[head]}`)
    return { labels, arrows: arrows.sort(), svg: graphviz.layout(dot, 'svg') }
  }

  it('is read by Graphviz as it was meant', () => {
    const { labels, arrows } = draw(diagram(flow, { format: 'dot', highlight: ['model'] }))
    expect(labels).toEqual(['limit', 'path', 'lag1', 'lag7', 'model', 'series'])
    expect(arrows).toEqual([
      'lag1 to model',
      'lag7 dashed model',
      'limit dashed series',
      'path to series',
      'series to lag1',
      'series to lag7',
    ])
  })

  it('is read by Graphviz when it is collapsed, cut, or empty', () => {
    expect(draw(diagram(flow, { format: 'dot', collapse: true })).labels).toContain('lags (2)')
    expect(draw(diagram(flow.override({ series: 1 }), { format: 'dot', outputs: ['lag1'] })).labels).toEqual([
      'lag1',
      'series',
    ])
    expect(draw(diagram(flow, { format: 'dot', outputs: [] })).labels).toEqual([])
  })

  it('draws any name as a harmless label', () => {
    const { arrows, svg } = draw(diagram(wild, { format: 'dot' }))
    expect(arrows).toHaveLength(WILD.length)
    expect(svg).not.toContain('<script')
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
      text!
        .replaceAll(/&#(\d+);|&#x([\da-f]+);/gi, (_, decimal?: string, hex?: string) =>
          String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex!, 16)),
        )
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    )
    expect(texts.sort()).toEqual([...WILD, 'x'].sort())
  })
})
