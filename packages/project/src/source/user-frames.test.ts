import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { formatFrame, userFrames } from './user-frames.ts'

const own = dirname(dirname(fileURLToPath(import.meta.url)))

function errorWith(...lines: string[]): Error {
  return Object.assign(new Error('x'), { stack: ['Error: x', ...lines.map((line) => `    at ${line}`)].join('\n') })
}

test('frames of Node and of ours are left out, wherever our copy lies', () => {
  const error = errorWith(
    'deep (/project/src/a.ts:3:5)',
    `Run.invoke (${pathToFileURL(join(own, 'isolate/child-main.ts')).href}:9:9)`,
    'run (/project/node_modules/throughline/dist/run.js:1:1)',
    'load (/project/node_modules/@throughline/project/dist/load.js:1:1)',
    'async Promise.all (index 0)',
    'node:internal/process/task_queues:105:5',
    'async file:///project/src/b.ts:7:1',
  )
  expect(userFrames(error).map((frame) => formatFrame(frame, '/project'))).toEqual([
    'at deep (src/a.ts:3:5)',
    'at src/b.ts:7:1',
  ])
})

test('packages that user code calls are kept, and the module is no part of a name', () => {
  const error = errorWith(
    'parse (/project/node_modules/csv/index.js:1:2)',
    'Module.total (/project/src/a.ts:3:5)',
    'Object.<anonymous> (/project/b.cjs:1:1)',
  )
  expect(userFrames(error).map((frame) => frame.name)).toEqual(['parse', 'total', ''])
})

test('what has no stack has no frames', () => {
  expect(userFrames('text')).toEqual([])
  expect(userFrames(null)).toEqual([])
  expect(userFrames({ stack: 3 })).toEqual([])
})
