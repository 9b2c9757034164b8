// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { layoutGraph, type LayoutInput, type LayoutOptions } from './index.ts'
import { layoutIssue } from './issues.ts'

const box = { width: 80, height: 30 }
const nodes = ['orders', 'revenue'].map((id) => ({ id, ...box }))
const edges = [{ from: 'orders', to: 'revenue' }]

const SITUATIONS: Readonly<Record<(typeof layoutIssue.codes)[number], [LayoutInput, LayoutOptions?]>> = {
  'layout/bad-option': [{ nodes, edges }, { direction: 'left' as 'right' }],
  'layout/bad-size': [{ nodes: [{ id: 'orders', width: Number.NaN, height: 30 }], edges: [] }],
  'layout/doubled-id': [{ nodes: [...nodes, { id: 'orders', ...box }], edges }],
  'layout/unknown-node': [{ nodes, edges: [{ from: 'order', to: 'revenue' }] }],
}

function issuesOf(input: LayoutInput, options?: LayoutOptions): readonly Issue[] {
  try {
    layoutGraph(input, options)
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

describe('the error catalogue of layouts', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(layoutIssue.codes).toHavePagesIn('layout')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', (code, [input, options]) => {
    const issues = issuesOf(input, options)
    expect(issues.map((issue) => issue.code)).toEqual([code])
    expect(renderIssue(issues[0]!)).toReadAsThePageOf(code)
  })

  it('says everything that is wrong at once', () => {
    const broken = { nodes: [...nodes, { id: 'orders', width: -1, height: 1 }], edges: [{ from: 'a', to: 'b' }] }
    expect(issuesOf(broken, { gaps: { nodes: Number.NaN }, effort: 'most' as 'best' }).map(({ code }) => code)).toEqual(
      [
        'layout/bad-option',
        'layout/bad-option',
        'layout/doubled-id',
        'layout/bad-size',
        'layout/unknown-node',
        'layout/unknown-node',
      ],
    )
  })
})
