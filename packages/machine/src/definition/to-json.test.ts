import { expect, it } from 'vitest'
import * as z from 'zod'
import { END, expects, forState, suspend } from '../index.ts'

const { action, machine, stream } = forState<{ n: number; ok: boolean }>()

it('a machine as plain data says what its actions take, read and write, and how edges are called', () => {
  const ask = action(
    {
      writes: ['ok?'],
      inputs: expects<{ who: string; note?: string }>({ who: 'required', note: 'optional' }),
      awaits: z.object({ ok: z.boolean() }),
      tags: ['human'],
      doc: 'Asks somebody.',
    },
    () => suspend(),
  )
  const say = stream({ reads: ['n'], inputs: z.object({ text: z.string() }) }, function* () {
    yield 1
  })
  const json = machine({ ask, say }).named('chat').from('ask').when({ ok: true }, 'say').otherwise(END).toJSON()
  expect(JSON.parse(JSON.stringify(json))).toEqual({
    name: 'chat',
    actions: [
      {
        name: 'ask',
        kind: 'action',
        reads: [],
        writes: ['ok?'],
        inputs: { required: ['who'], optional: ['note'] },
        tags: ['human'],
        doc: 'Asks somebody.',
        awaits: true,
      },
      { name: 'say', kind: 'stream', reads: ['n'], writes: [] },
    ],
    edges: [
      { kind: 'when', from: 'ask', to: ['say'], label: 'ok = true' },
      { kind: 'otherwise', from: 'ask', to: ['$end'] },
    ],
  })
})

it('inputs that are bound are not asked for any more', () => {
  const two = action({ inputs: expects<{ a: 1; b: 2 }>({ a: 'required', b: 'required' }) }, () => {})
  const [bound] = machine({ bound: two.bind({ a: 1 }) }).toJSON().actions
  expect(bound!.inputs).toEqual({ required: ['b'], optional: [] })
})
