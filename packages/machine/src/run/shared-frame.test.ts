import { expect, test } from 'vitest'
import { currentContext, forState } from '../index.ts'

const { action, machine } = forState<{ n: number }>()
const sequence = (): number | undefined => currentContext()?.sequence
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0))

test('each of many synchronous steps has its own context, and nobody has one in between', async () => {
  const inside: unknown[] = []
  const between: unknown[] = []
  const count = action({ reads: ['n'], writes: ['n'] }, ({ state, ctx }) => {
    inside.push(currentContext() === ctx && sequence())
    return { n: state.n + 1 }
  })
  const app = await machine({ count })
    .from('count')
    .when(({ n }) => {
      between.push(sequence())
      return n < 4
    }, 'count')
    .open({ entry: 'count', state: { n: 0 }, hooks: [{ onEvent: () => void between.push(sequence()) }] })
  await app.run()
  expect(inside).toEqual([1, 2, 3, 4])
  expect(new Set(between)).toEqual(new Set([undefined]))
})

test('what a synchronous action leaves behind belongs to no later step', async () => {
  const later: unknown[] = []
  const leave = action({ reads: ['n'], writes: ['n'] }, ({ state }) => {
    setTimeout(() => later.push(sequence()), 0)
    return { n: state.n + 1 }
  })
  const wait = action({}, async () => {
    await turn()
    await turn()
  })
  const app = await machine({ leave, wait })
    .from('leave')
    .when(({ n }) => n < 4, 'leave')
    .otherwise('wait')
    .open({ entry: 'leave', state: { n: 0 } })
  await app.run()
  // The first call of an action has a frame of its own.
  expect(later).toEqual([1, undefined, undefined, undefined])
})

test('an action that was synchronous and then is not keeps its context over its waiting', async () => {
  const seen: unknown[] = []
  const afterwards: unknown[] = []
  const mixed = action({ reads: ['n'], writes: ['n'] }, ({ state: { n }, ctx }) => {
    if (n % 3 !== 2) return { n: n + 1 }
    return turn().then(() => {
      seen.push([ctx.sequence, sequence()])
      // Nobody waits for this one.
      void turn().then(() => afterwards.push(sequence() === ctx.sequence))
      return { n: n + 1 }
    })
  })
  const app = await machine({ mixed })
    .from('mixed')
    .when(({ n }) => n < 9, 'mixed')
    .open({ entry: 'mixed', state: { n: 0 } })
  await app.run()
  await turn()
  await turn()
  expect(seen).toEqual([
    [3, 3],
    [6, 6],
    [9, 9],
  ])
  expect(afterwards).toEqual([true, true, true])
})

test('an action that throws leaves no context behind', async () => {
  const fails = action({ reads: ['n'], writes: ['n'] }, ({ state }) => {
    if (state.n === 2) throw new Error('no')
    return { n: state.n + 1 }
  })
  const heard: unknown[] = []
  const app = await machine({ fails })
    .from('fails')
    .to('fails')
    .open({ entry: 'fails', state: { n: 0 }, hooks: [{ onEvent: ({ type }) => void heard.push([type, sequence()]) }] })
  expect((await app.run()).status).toBe('failed')
  expect(heard.at(-2)).toEqual(['fail', undefined])
  expect(sequence()).toBeUndefined()
})
