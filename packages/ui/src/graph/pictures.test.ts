import type { FlowNode, MachinePage } from '@throughline/server/api'
import { describe, expect, it } from 'vitest'
import { flowPicture } from './flow-picture.ts'
import { rowsOf } from './list-rows.ts'
import { machinePicture } from './machine-picture.ts'
import { showPicture } from './grouping.ts'
import { spoken } from './spoken.ts'

const node = (name: string, reads: readonly string[], more: Partial<FlowNode> = {}): FlowNode => ({
  name,
  kind: 'function',
  dependencies: reads.map((one) => ({ name: one, optional: false })),
  tags: {},
  checks: [],
  ...more,
})

describe('the picture of a flow', () => {
  const graph = {
    name: 'weekly',
    nodes: [
      node('spend', ['weeks'], { type: 'number[]', module: 'src/spend.ts', summary: 'What is `spent`.' }),
      node('mean', ['spend'], { module: 'src/mean.ts' }),
      node('rest', ['spend', 'floor'], { kind: 'each', module: 'src/spend.ts' }),
    ],
    inputs: [{ name: 'weeks', isRequired: true, type: 'number', nodes: ['spend'] }],
    config: [],
  }

  it('has what it is given as faint boxes, also what only a node tells of', () => {
    const { boxes, arrows } = flowPicture(graph)
    expect(boxes.map(({ id, isFaint }) => [id, isFaint])).toEqual([
      ['weeks', true],
      ['floor', true],
      ['spend', undefined],
      ['mean', undefined],
      ['rest', undefined],
    ])
    expect(arrows).toHaveLength(4)
    expect(boxes[2]).toMatchObject({ detail: 'number[]', summary: 'What is spent.' })
    expect(boxes[4]).toMatchObject({ detail: 'each', shape: 'double' })
  })

  it('is grouped only by what tells groups apart', () => {
    expect(flowPicture(graph).groupings).toEqual(['module'])
  })

  it('is said aloud, box by box', () => {
    expect(spoken(flowPicture(graph), 'spend', new Map([['spend', 'failed']]))).toBe(
      'spend. number[]. failed. 1 upstream, 2 downstream. What is spent.',
    )
    expect(spoken(flowPicture(graph), 'nobody', undefined)).toBe('')
  })

  it('is a tree of groups and what is alone', () => {
    const picture = flowPicture(graph)
    const byId = new Map(picture.boxes.map((box) => [box.id, box]))
    const rows = rowsOf(showPicture(picture, {}), byId, undefined)
    expect(rows.map(({ id, level, place, of }) => [id, level, place, of])).toEqual([
      ['module:src/spend.ts', 1, 1, 4],
      ['spend', 2, 1, 2],
      ['rest', 2, 2, 2],
      ['weeks', 1, 2, 4],
      ['floor', 1, 3, 4],
      ['mean', 1, 4, 4],
    ])
    const found = rowsOf(showPicture(picture, { open: '' }), byId, new Set(['rest']))
    expect(found.map(({ id }) => id)).toEqual(['module:src/spend.ts', 'rest'])
  })
})

describe('the picture of a machine', () => {
  const machine: MachinePage['machine'] = {
    name: 'mail',
    actions: [
      { name: 'take', kind: 'action', reads: [], writes: [], doc: 'Takes the next.' },
      { name: 'approve', kind: 'action', reads: [], writes: [], awaits: true },
      { name: 'mend', kind: 'stream', reads: [], writes: [] },
    ],
    edges: [
      { kind: 'when', from: 'take', to: ['$end'], label: 'nothing left' },
      { kind: 'otherwise', from: 'take', to: ['approve'] },
      { kind: 'error', from: 'approve', to: ['mend'], label: '*' },
      { kind: 'otherwise', from: 'approve', to: ['take'] },
    ],
  }

  it('begins with the first action, and has its end and its failures', () => {
    const { boxes, arrows, ranks } = machinePicture(machine)
    expect([...ranks!]).toEqual([
      ['take', 0],
      ['$end', 1],
      ['approve', 1],
    ])
    expect(boxes.at(-1)).toMatchObject({ id: '$end', isFaint: true })
    expect(boxes[1]).toMatchObject({ shape: 'hexagon', detail: 'waits for an answer' })
    expect(boxes[2]).toMatchObject({ detail: 'stream' })
    expect(arrows[2]).toEqual({ from: 'approve', to: 'mend', label: '*', isError: true, isDashed: true })
  })
})
