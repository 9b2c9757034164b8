import { describe, expect, it } from 'vitest'
import { measureText, toSvg, type Picture } from './index.ts'

const picture: Picture = {
  title: 'Marketing',
  boxes: [
    { id: 'a', lines: ['spend', 'number[]'], shape: 'pill', tooltip: 'Money spent.' },
    { id: 'b', lines: ['spendMean'], group: 'features', isHighlighted: true },
    { id: 'c', lines: ['model'], group: 'training' },
    { id: 'd', lines: ['horizon'], shape: 'hexagon', isFaint: true },
  ],
  arrows: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c', label: 'as features', isDashed: true },
    { from: 'c', to: 'c' },
  ],
}

/** Names that a careless picture would break on, or run. */
const WILD = [
  '<script>alert(1)</script>',
  '"',
  "'",
  '&amp;',
  ']]>',
  '</svg>',
  '\u0000',
  '\ud800',
  '\ufffe',
  'ключ',
  '日本',
]

/** Elements in their order, with what stands in them; throws when something is not closed, or no known element. */
function read(svg: string): { names: string[]; texts: string[] } {
  const open: string[] = []
  const names: string[] = []
  const texts: string[] = []
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>|([^<]+)/g,
    (_, closes: string, name: string, _attributes: string, closed: string, text: string | undefined) => {
      if (text !== undefined) texts.push(text)
      else if (closes) {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
      } else {
        names.push(name)
        if (!closed) open.push(name)
      }
      return ''
    },
  )
  expect([rest, open]).toEqual(['', []])
  return { names, texts: texts.filter((text) => text.trim() !== '') }
}

describe('a picture', () => {
  it('has a title, a description, its boxes, its arrows and what is said about them', () => {
    const { names, texts } = read(toSvg(picture))
    expect(names.slice(0, 4)).toEqual(['svg', 'title', 'desc', 'style'])
    expect(new Set(names)).toEqual(new Set(['svg', 'title', 'desc', 'style', 'rect', 'g', 'path', 'text']))
    const [title, description, , ...rest] = texts
    expect([title, description]).toEqual(['Marketing', '4 boxes, 3 arrows.'])
    expect(rest.sort()).toEqual(
      [
        'spend',
        'number[]',
        'Money spent.',
        'spendMean',
        'model',
        'horizon',
        'as features',
        'features',
        'training',
      ].sort(),
    )
  })

  it('knows light and dark, and sets classes for what is special', () => {
    const svg = toSvg(picture)
    expect(svg).toContain('@media (prefers-color-scheme:dark)')
    expect(svg).toContain('class="tl-node tl-g1 tl-mark"')
    expect(svg).toContain('class="tl-node tl-g0 tl-faint"')
    expect(svg).toContain('class="tl-edge tl-dashed"')
    expect(svg.match(/class="tl-head"/g)).toHaveLength(3)
  })

  it('asks for nothing from elsewhere, and touches nothing of the page around it', () => {
    const svg = toSvg(picture).replace('http://www.w3.org/2000/svg', '')
    expect(svg).not.toMatch(/https?:|url\(|href|@import|<script|\son\w+=|\sid=/)
    const rules = /<style>([^]*)<\/style>/.exec(svg)![1]!.replace(/@media[^{]*/, '')
    for (const [selectors] of rules.matchAll(/[^{}]+(?=\{)/g))
      for (const selector of selectors.split(',')) expect(selector.trim()).toMatch(/^\.tl-/)
  })

  it('draws any name as harmless text', () => {
    const boxes = WILD.map((name, at) => ({ id: `n${at}`, lines: [name, name], group: name, tooltip: name }))
    const arrows = WILD.map((label, at) => ({ from: 'n0', to: `n${at}`, label }))
    const { names, texts } = read(toSvg({ title: WILD.join(' '), description: WILD.join(' '), boxes, arrows }))
    expect(names).not.toContain('script')
    expect(texts).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(texts.filter((text) => text === '\ufffd').length).toBeGreaterThanOrEqual(12)
  })

  it('is the same whenever it is drawn, and when nothing is in it', () => {
    expect(toSvg(picture)).toBe(toSvg(structuredClone(picture)))
    expect(read(toSvg({ title: 'Nothing', boxes: [], arrows: [] })).texts.slice(0, 2)).toEqual([
      'Nothing',
      '0 boxes, 0 arrows.',
    ])
  })

  it('explains colours from two groups on', () => {
    const one = toSvg({ title: 'One', boxes: [{ id: 'a', lines: ['x'], group: 'features' }], arrows: [] })
    expect(one).not.toContain('>features<')
  })

  it('refuses an arrow to nowhere', () => {
    expect(() => toSvg({ ...picture, arrows: [{ from: 'a', to: 'z' }] })).toThrow('layout/unknown-node')
  })
})

describe('the width of a text', () => {
  it('grows with the font, and knows narrow, wide and combined signs', () => {
    expect(measureText('spend', 26)).toBeCloseTo(2 * measureText('spend', 13))
    expect(measureText('iii', 13)).toBeLessThan(measureText('MMM', 13) / 3)
    expect(measureText('日本', 10)).toBeGreaterThan(20)
    expect(measureText('é', 10)).toBe(measureText('e', 10))
    expect(measureText('', 10)).toBe(0)
  })
})
