import { describe, expect, it } from 'vitest'
import { flowPicture } from './flow-picture.ts'

const node = (name: string, module?: string) => ({
  name,
  kind: 'function' as const,
  exportPath: name,
  dependencies: [],
  tags: {},
  checks: [],
  ...(module !== undefined && { flowModule: module }),
})
const flow = {
  name: 'main',
  nodes: [node('cost', '/shop/src/features.ts'), node('lag1'), node('lag7')],
  inputs: [],
  config: [],
}
const box = (id: string, members: string[], shape: 'node' | 'input' | 'given') => ({
  id,
  label: members.length > 1 ? `lags (${members.length})` : members[0]!,
  members,
  shape,
  isHighlighted: id === 'n0',
})
const parts = {
  boxes: [box('n0', ['cost'], 'node'), box('n1', ['spend'], 'input'), box('n2', ['lag1', 'lag7'], 'node')],
  arrows: [{ from: 'n1', to: 'n0', isOptional: true }],
}

describe('the picture of a flow', () => {
  it('has the colours of modules, and what the source says about single nodes', () => {
    const about = new Map([
      ['cost', { type: 'number[]', text: 'What a signup costs.' }],
      ['lag1', { type: 'never shown: it is one of several' }],
    ])
    const { boxes, arrows } = flowPicture(parts, flow, about)
    expect(boxes).toEqual([
      {
        id: 'n0',
        lines: ['cost', 'number[]'],
        shape: 'box',
        isHighlighted: true,
        isFaint: false,
        tooltip: 'What a signup costs.',
        group: 'features',
      },
      { id: 'n1', lines: ['spend'], shape: 'pill', isHighlighted: false, isFaint: true },
      { id: 'n2', lines: ['lags (2)'], shape: 'box', isHighlighted: false, isFaint: false },
    ])
    expect(arrows).toEqual([{ from: 'n1', to: 'n0', isDashed: true }])
  })

  it('says what it is to those who hear it', () => {
    const { title, description } = flowPicture(parts, flow)
    expect([title, description]).toEqual(['The flow main', 'Nodes: 2. Inputs and given values: 1. Dependencies: 1.'])
  })
})
