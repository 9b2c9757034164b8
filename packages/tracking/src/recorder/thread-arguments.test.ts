// A thread resolves packages as its program does, and loads nothing else of it.

import { expect, it } from 'vitest'
import { threadArguments } from './thread-arguments.ts'

const built = new URL('file:///app/dist/heart-thread.js')
const source = new URL('file:///app/src/heart-thread.ts')

it.each([
  [built, [], []],
  [built, ['--import', 'tsx', '--max-old-space-size=100'], []],
  [
    built,
    ['-C', 'development', '--inspect', '--conditions=a', '--conditions', 'b'],
    ['-C', 'development', '--conditions=a', '--conditions', 'b'],
  ],
  [source, ['--import', 'tsx'], ['--conditions=@throughline/source']],
  [source, ['-C', 'development'], ['-C', 'development']],
])('%s with %o is started with %o', (program, own, expected) => {
  expect(threadArguments(program, own)).toEqual(expected)
})
