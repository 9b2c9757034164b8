// The smallest application: one action that is repeated, and one that ends it.

import { forState, increment } from '@throughline/machine'

const { action, result, machine } = forState<{ count: number; goal: number }>()

const count = action({ reads: ['count'], writes: ['count'] }, () => ({ count: increment() }))
const done = result('count')

export const counter = machine({ count, done })
  .from('count')
  .when((state) => state.count < state.goal, 'count')
  .otherwise('done')
  .named('counter')
