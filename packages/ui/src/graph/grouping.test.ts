import { describe, expect, it } from 'vitest'
import { CROWD, groupId, openNames, openText, showPicture } from './grouping.ts'
import type { Picture } from './picture.ts'

const box = (id: string, module: string) => ({ id, label: id, groups: { module } })
const small: Picture = {
  boxes: [box('a', 'load'), box('b', 'load'), box('c', 'fit'), box('d', 'fit'), box('e', 'alone')],
  arrows: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'b', to: 'd' },
    { from: 'c', to: 'd' },
    { from: 'd', to: 'e' },
  ],
  groupings: ['module'],
}
const load = groupId('module', 'load')
const fit = groupId('module', 'fit')

describe('grouping', () => {
  it('leaves a small picture as it is', () => {
    const shown = showPicture(small, {})
    expect(shown.boxes).toEqual(small.boxes)
    expect(shown.grouping).toBe('module')
    expect(shown.groups.map(({ name, isOpen }) => [name, isOpen])).toEqual([
      ['fit', true],
      ['load', true],
    ])
  })

  it('closes groups but those that are asked for, and joins the arrows', () => {
    const shown = showPicture(small, { open: 'fit' })
    expect(shown.boxes.map(({ id }) => id)).toEqual(['c', 'd', 'e', load])
    expect(shown.arrows).toEqual([
      { from: load, to: 'c' },
      { from: load, to: 'd' },
      { from: 'c', to: 'd' },
      { from: 'd', to: 'e' },
    ])
    expect(shown.standIn.get('a')).toBe(load)
  })

  it('shows a group of one as its member', () => {
    const shown = showPicture(small, { open: '' })
    expect(shown.boxes.map(({ id }) => id)).toEqual(['e', fit, load])
    expect(shown.arrows).toEqual([
      { from: load, to: fit },
      { from: fit, to: 'e' },
    ])
  })

  it('closes the groups of a crowd by itself, and opens them when asked', () => {
    const boxes = Array.from({ length: CROWD + 1 }, (_, at) => box(`n${at}`, `m${at % 7}`))
    const crowd: Picture = { boxes, arrows: [], groupings: ['module'] }
    expect(showPicture(crowd, {}).boxes).toHaveLength(7)
    expect(showPicture(crowd, { open: '*' }).boxes).toHaveLength(CROWD + 1)
    expect(showPicture(crowd, { group: 'none' }).boxes).toHaveLength(CROWD + 1)
  })

  it('takes the grouping that leaves the most of what can be read', () => {
    const boxes = Array.from({ length: 900 }, (_, at) => ({
      id: `n${at}`,
      label: '',
      groups: { module: `m${at % 5}`, namespace: `ns${at % 600}`, export: `e${at % 40}` },
    }))
    expect(showPicture({ boxes, arrows: [], groupings: ['module', 'namespace', 'export'] }, {}).grouping).toBe('export')
  })

  it('closes groups below a crowd only when that leaves a picture that can be read', () => {
    const boxes = Array.from({ length: 160 }, (_, at) => box(`n${at}`, at < 130 ? `m${at % 4}` : `own${at}`))
    const picture: Picture = { boxes, arrows: [], groupings: ['module'] }
    expect(showPicture(picture, {}).boxes).toHaveLength(34)
    const few = boxes.map((one, at) => box(one.id, `m${at % 4}`))
    expect(showPicture({ ...picture, boxes: few }, {}).boxes).toHaveLength(160)
  })

  it('shows only what it is told to', () => {
    const shown = showPicture(small, { only: new Set(['b', 'c']) })
    expect(shown.arrows).toEqual([{ from: 'b', to: 'c' }])
  })

  it('keeps names with every sign apart in the address', () => {
    const names = ['a~b', 'c', '100%', '%7E']
    expect(openNames(openText(names))).toEqual(names)
  })

  it('takes a joined arrow for dashed only when all of it is', () => {
    const dashed = small.arrows.map((arrow) => ({ ...arrow, isDashed: true }))
    const one = { from: 'b', to: 'd' }
    expect(showPicture({ ...small, arrows: dashed }, { open: '' }).arrows[0]).toEqual({
      from: load,
      to: fit,
      isDashed: true,
    })
    expect(showPicture({ ...small, arrows: [...dashed, one] }, { open: '' }).arrows[0]).toEqual({ from: load, to: fit })
  })
})
