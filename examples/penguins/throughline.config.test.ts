import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import project from './throughline.config.ts'

const { penguins: flow, stability } = project.flows

type Row = Readonly<Record<string, string | number>>
interface Committed {
  readonly tolerance: { readonly ratio: number }
  readonly evaluation: readonly (Row & {
    model: 'logistic' | 'neighbours'
    features: 'all' | 'measurements' | 'mass'
  })[]
  readonly spread: readonly (Row & { model: 'logistic' | 'neighbours' })[]
}
const committed: Committed = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'))

/** The numbers that are further from the committed ones than the tolerance. */
function deviations(found: object, expected: Row): string[] {
  return Object.entries(expected)
    .filter(([, value]) => typeof value === 'number')
    .filter(([key, value]) => !(Math.abs(Number((found as Row)[key]) - Number(value)) <= committed.tolerance.ratio))
    .map(([key, value]) => `${key} is ${(found as Row)[key]}, committed as ${value}`)
}

describe('the data', () => {
  test('is what is known of it', async () => {
    const { leftOut, sizes } = await flow.execute(['leftOut', 'sizes'])
    expect(leftOut).toEqual({ notMeasured: 2, sexUnknown: 9 })
    expect(sizes).toEqual({ train: 234, test: 99 })
  })

  test('is refused when it has changed: another form, or what no penguin weighs', async () => {
    const { published } = await flow.execute(['published'])
    const heavy = published.map((penguin) => ({ ...penguin, bodyMass: penguin.bodyMass && 1_000 * penguin.bodyMass }))
    const { failures } = await flow.override({ published: heavy }).settle(['evaluation'])
    expect(failures.map(({ node, message }) => [node, message.includes('bodyMass: inRange(2500, 6500)')])).toEqual([
      ['penguins', true],
    ])
  })
})

describe('the evaluation', () => {
  test.each(committed.evaluation)(
    'of $model with $features is as committed',
    async ({ model, features, ...expected }) => {
      const { evaluation } = await flow.configure({ model, features }).execute(['evaluation'])
      expect(deviations(evaluation, expected)).toEqual([])
    },
  )

  test('warns of a model that has learned nothing', async () => {
    const warnings: unknown[] = []
    const hooks = [
      { onStepCheck: (event: { check: string; passed: boolean }) => void (event.passed || warnings.push(event.check)) },
    ]
    const { evaluation } = await flow.configure({ model: 'frequency' }).with({ hooks }).execute(['evaluation'])
    expect([evaluation.accuracy.toFixed(3), warnings]).toEqual(['0.505', ['isBetterThanCoin']])
  })
})

describe('the held-out penguins', () => {
  test('teach the model nothing: with others in their place it is the same', async () => {
    const { train, test: heldOut, testRows } = await flow.execute(['train', 'test', 'testRows'])
    const others = heldOut.map((penguin) => ({ ...penguin, bodyMass: 9_999, sex: 'male' as const }))
    const honest = await flow.execute(['setting', 'probabilities'])
    const altered = await flow
      .override({ parts: { train, test: others }, testRows })
      .execute(['setting', 'probabilities'])
    expect(altered).toEqual(honest)
  })

  test('would not be recognised by the test above if the model could see them', async () => {
    const { train, test: heldOut, testRows } = await flow.execute(['train', 'test', 'testRows'])
    const seeing = flow.override({ parts: { train: [...train, ...heldOut], test: heldOut }, testRows })
    expect(await seeing.execute(['probabilities'])).not.toEqual(await flow.execute(['probabilities']))
  })

  test('are no upstream of the model', () => {
    expect(flow.path('test', 'fitted')).toBeUndefined()
    expect(flow.path('train', 'fitted')).toBeDefined()
  })
})

describe('other splits', () => {
  test.each(committed.spread)('give $model a result that is as committed', async ({ model, ...expected }) => {
    const { spread, trials } = await stability.configure({ model }).execute(['spread', 'trials'])
    expect(trials).toHaveLength(20)
    expect(deviations(spread, expected)).toEqual([])
  })

  test('begin with that of the other flow', async () => {
    const { trials } = await stability.execute(['trials'], { inputs: { trialCount: 1 } })
    expect(trials).toEqual([(await flow.execute(['evaluation'])).evaluation])
  })
})
