import { describe, expect, it } from 'vitest'
import { emphasisOf, isFaint, isOnWay } from './emphasis.ts'
import { groupId, showPicture } from './grouping.ts'

const box = (id: string, module: string) => ({ id, label: id, groups: { module } })
const picture = {
  boxes: [box('a', 'one'), box('b', 'one'), box('c', 'two'), box('d', 'two'), box('x', 'three')],
  arrows: ['a>c', 'b>d', 'c>d', 'x>d'].map((text) => {
    const [from, to] = text.split('>') as [string, string]
    return { from, to }
  }),
  groupings: ['module'],
}
const all = showPicture(picture, {})

describe('emphasis', () => {
  it('is on what is up and down of the selected box, and on the arrows between', () => {
    const emphasis = emphasisOf(all, { selected: 'c' })
    expect(['a', 'b', 'c', 'd', 'x'].filter((id) => isFaint(emphasis, id))).toEqual(['b', 'x'])
    expect(picture.arrows.map(({ from, to }) => isOnWay(emphasis, from, to))).toEqual([true, false, true, false])
  })

  it('is on the group that stands for what is selected or found', () => {
    const one = groupId('module', 'one')
    const closed = showPicture(picture, { open: 'two' })
    expect(emphasisOf(closed, { selected: 'b', matches: new Set(['a']), current: 'a' })).toMatchObject({
      selected: one,
      current: one,
      matches: new Set([one]),
    })
  })

  it('leaves all as it is when nothing is selected', () => {
    const emphasis = emphasisOf(all, {})
    expect(isFaint(emphasis, 'a')).toBe(false)
    expect(isOnWay(emphasis, 'a', 'c')).toBe(false)
    expect(emphasisOf(all, { selected: 'gone' }).selected).toBeUndefined()
  })

  it('shows what is found, whatever is selected', () => {
    const emphasis = emphasisOf(all, { selected: 'c', matches: new Set(['x']) })
    expect(['a', 'c', 'x'].map((id) => isFaint(emphasis, id))).toEqual([true, false, false])
  })

  it('counts only what is next to the selected box where all is in cycles', () => {
    const emphasis = emphasisOf(all, { selected: 'a', isNear: true })
    expect(isFaint(emphasis, 'd')).toBe(true)
    expect(isOnWay(emphasis, 'a', 'c')).toBe(true)
    expect(isOnWay(emphasis, 'c', 'd')).toBe(false)
  })
})
