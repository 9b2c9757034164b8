// The first event of a step: the same for all runs only where nothing in it can differ.

import { expect, it } from 'vitest'
import { stepStarted } from './step-started.ts'

const always = Object.freeze({ rate: Object.freeze({ from: 'rate' }) })

it('is the same event in every run when what is read is', () => {
  const event = stepStarted('total', 1, 'code1:a', always)
  expect(event).toEqual({ type: 'step.started', node: 'total', attempt: 1, code: 'code1:a', inputs: always })
  expect(Object.isFrozen(event)).toBe(true)
  expect(stepStarted('total', 1, 'code1:a', always)).toBe(event)
})

it('is another one when the code is, or the attempt', () => {
  stepStarted('total', 1, 'code1:a', always)
  expect(stepStarted('total', 1, 'code1:b', always)).toMatchObject({ code: 'code1:b' })
  expect(stepStarted('total', 1, undefined, always)).not.toHaveProperty('code')
  expect(stepStarted('total', 2, undefined, always)).toMatchObject({ attempt: 2 })
})

it('is made anew when versions of what is read are told', () => {
  const read = { rate: { from: 'rate', version: 'data1:1' } }
  const event = stepStarted('total', 1, undefined, read)
  expect([event.inputs, Object.isFrozen(event)]).toEqual([read, false])
})
