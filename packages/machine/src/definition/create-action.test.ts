import { describe, expect, it } from 'vitest'
import { hasIssue } from 'throughline'
import { expects, forState } from '../index.ts'
import { createAction, isAction } from './create-action.ts'

const { action, input, result, todo, machine } = forState<{ n: number; text: string }>()
const add = action(
  { reads: ['n'], writes: ['n'], inputs: expects<{ by: number; note?: string }>({ by: 'required', note: 'optional' }) },
  ({ state, inputs }) => ({ n: state.n + inputs.by }),
)

describe('an action', () => {
  it('is a function that a unit test can call as it is', () => {
    expect(add.run({ state: { n: 1 }, inputs: { by: 2 } })).toEqual({ n: 3 })
  })

  it('refuses a retry and a timeout that cannot be', () => {
    const caught = (spec: object): unknown => {
      try {
        return createAction('action', spec, () => {})
      } catch (error) {
        return error
      }
    }
    expect(hasIssue(caught({ retry: { maxAttempts: 0 } }), 'modifier/bad-option')).toBe(true)
    expect(hasIssue(caught({ timeout: '5 s' }), 'modifier/bad-duration')).toBe(true)
  })

  it('is known as one, whichever copy of the package made it', () => {
    expect([isAction(add), isAction({ kind: 'action' }), isAction(null)]).toEqual([true, false, false])
  })

  it('with bound inputs is another one, which asks for less and cannot be overridden', async () => {
    const addTwo = add.bind({ by: 2 })
    expect(addTwo.run({ state: { n: 1 }, inputs: {} })).toEqual({ n: 3 })
    expect(addTwo.bind({ by: 9 } as never).run({ state: { n: 1 }, inputs: {} })).toEqual({ n: 3 })
    expect(add.bound).toEqual({})
    const app = await machine({ addTwo }).open({ entry: 'addTwo', state: { n: 1 } })
    const given = app.run({ inputs: { addTwo: { by: 5 } as never } })
    await expect(given).rejects.toThrow('"addTwo" takes no input "by".')
    expect((await app.run()).state).toEqual({ n: 3 })
  })
})

describe('the small actions', () => {
  it('input asks for keys of the state and writes them', async () => {
    const app = await machine({ ask: input('n', 'text') }).open({ entry: 'ask' })
    expect(await app.run()).toMatchObject({ status: 'halted', by: 'inputs' })
    await expect(app.run({ inputs: { ask: { n: 1 } as never } })).rejects.toThrow('"ask" needs "text".')
    expect((await app.run({ inputs: { ask: { n: 1, text: 'a' } } })).state).toEqual({ n: 1, text: 'a' })
  })

  it('result shows keys of the state, and writes nothing', async () => {
    const app = await machine({ show: result('n') }).open({ entry: 'show', state: { n: 7, text: 'x' } })
    const results: unknown[] = []
    for await (const event of app.run()) if (event.type === 'step') results.push(event.result)
    expect(results).toEqual([{ n: 7 }])
    expect(app.state).toEqual({ n: 7, text: 'x' })
  })

  it('todo can be drawn and checked, and fails when it runs', async () => {
    const plan = machine({ later: todo({ reads: ['n'], writes: ['text'], doc: 'to be written' }) })
    expect(plan.toJSON().actions).toEqual([
      { name: 'later', kind: 'todo', reads: ['n'], writes: ['text'], doc: 'to be written' },
    ])
    const outcome = await (await plan.open({ entry: 'later', state: { n: 1 } })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/todo' } })
  })
})
