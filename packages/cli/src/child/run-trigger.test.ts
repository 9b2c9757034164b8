import { describe, expect, it } from 'vitest'
import { runTrigger } from './run-trigger.ts'

const asked = (inputs: readonly string[], config: readonly string[] = []) => ({
  kind: 'command',
  flow: 'shop',
  outputs: ['total'],
  inputs,
  config,
  directory: '/shop/data',
})

describe('what the record keeps of how a run was asked for', () => {
  it('is what was written, with files as they are found from the project', () => {
    const { kind, request } = runTrigger(
      asked(['price=3', 'rows=@sales.csv', 'note=@@ada', 'no='], ['region=eu']),
      {},
      '/shop',
    )
    expect(kind).toBe('command')
    expect(request).toEqual({
      flow: 'shop',
      outputs: ['total'],
      inputs: ['price=3', 'rows=@data/sales.csv', 'note=@@ada', 'no='],
      config: ['region=eu'],
    })
  })

  it('leaves out what is a secret by its name, at any depth, or by its form', () => {
    const inputs = [
      'apiKey=k-1',
      'user={"name":"ada","password":"x"}',
      'db=postgres://ada:pw@db.example/shop',
      'badge=7',
      'price=3',
    ]
    const { request } = runTrigger(asked(inputs, ['token=abc']), { secretNames: ['badge'] }, '/shop')
    expect(request.inputs).toEqual(['price=3'])
    expect(request.config).toEqual([])
    expect(request.hidden).toEqual(['apiKey', 'user', 'db', 'badge', 'token'])
  })

  it('leaves out values of which nothing is to be kept, and long ones; the name of a file is no value', () => {
    const inputs = ['salary=100', 'rows=@rows.csv', `text=${'a'.repeat(3_000)}`]
    const { request } = runTrigger(asked(inputs), { capture: { nodes: { salary: 'schema', rows: 'none' } } }, '/shop')
    expect(request).toMatchObject({ inputs: ['rows=@data/rows.csv'], hidden: ['salary', 'text'] })
    expect(runTrigger(asked(['a=1']), { capture: 'none' }, '/shop').request.hidden).toEqual(['a'])
  })
})
