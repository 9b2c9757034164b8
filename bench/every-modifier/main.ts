// Links every modifier, chooses between the variants, and asks for what depends on nearly all of it.

import { dataflow } from 'throughline'
import * as nodes from './nodes.ts'

const flow = dataflow(nodes).configure({ method: 'trimmed', region: 'eu', fold: true, algo: 'tree' })
export const values = await flow.execute(
  ['area', 'lines.saved', 'lag7', 'power3', 'test', 'eu.model', 'world.us.model', 'title.fold', 'good'],
  {
    inputs: {
      url: 'x',
      cut: 1,
      vat: 1,
      name: 'x',
      locale: 'de',
      folder: 'f',
      base: 2,
      sales: 3,
      depth: 4,
      currency: 'EUR',
    },
  },
)
values satisfies {
  area: number
  'lines.saved': unknown
  lag7: number[]
  power3: number
  test: number[]
  'eu.model': number
  'world.us.model': string
  'title.fold': string
  good: number
}
