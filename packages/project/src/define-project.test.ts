import { execFileSync } from 'node:child_process'
import { dataflow, isThroughlineError } from 'throughline'
import { expect, test } from 'vitest'
import { defineProject, isProject } from './define-project.ts'

const flow = dataflow({ one: () => 1 })

test('a project is frozen, has its defaults, and is known as one', () => {
  const project = defineProject({ name: 'births', flows: { forecast: flow } })
  expect(project).toMatchObject({ name: 'births', machines: {}, store: 'sqlite:.throughline/store.db' })
  expect(project.flows.forecast).toBe(flow)
  expect(Object.isFrozen(project) && Object.isFrozen(project.flows)).toBe(true)
  expect(isProject(project)).toBe(true)
  expect(isProject({ ...project })).toBe(false)
})

test.each([
  [{ name: 'x' }, ['project/flows-missing']],
  [{ name: 'x', flows: flow }, ['project/flows-missing']],
  [{ flows: {}, stor: 1 }, ['project/unknown-option', 'project/name-missing']],
  [
    { name: ' ', flows: { 'a b': flow, c: 3 }, store: 'mysql:x' },
    ['project/name-missing', 'project/flow-name', 'project/not-a-flow', 'project/store-url'],
  ],
  [undefined, ['project/flows-missing']],
])('%j has everything that is wrong in one error', (definition, codes) => {
  expect(codesOf(() => defineProject(definition as never))).toEqual(codes)
})

test('machines keep their types, and what is none is told with its name', () => {
  const chat = { name: 'chat', actions: {}, edges: [], toJSON: () => ({}), open: () => 'opened' }
  const project = defineProject({ name: 'x', flows: {}, machines: { chat } })
  expect(project.machines.chat.open()).toBe('opened')
  expect(Object.isFrozen(project.machines)).toBe(true)
  const wrong = { name: 'x', flows: {}, machines: { '-a': chat, b: {} } }
  expect(codesOf(() => defineProject(wrong as never))).toEqual(['project/machine-name', 'project/not-a-machine'])
  expect(codesOf(() => defineProject({ name: 'x', flows: {}, machines: chat } as never))).toEqual([
    'project/not-a-machine',
  ])
})

test('codecs are a list of codecs, each with a name of its own', () => {
  const money = {
    name: 'money',
    is: (value: object): value is Date => value instanceof Date,
    encode: String,
    decode: String,
  }
  expect(defineProject({ name: 'x', flows: {}, codecs: [money] }).codecs).toEqual([money])
  expect(defineProject({ name: 'x', flows: {} }).codecs).toEqual([])
  for (const codecs of [money, [{ name: 'money' }], [{ ...money, name: '' }], [money, { ...money }], [null]])
    expect(codesOf(() => defineProject({ name: 'x', flows: {}, codecs } as never))).toEqual(['project/codecs'])
})

function codesOf(call: () => unknown): string[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}

test.each(['sqlite:a.db', 'postgres://u@h/d', 'postgresql://h/d'])('%s is a store', (store) => {
  expect(defineProject({ name: 'x', flows: {}, store }).store).toBe(store)
})

test('what a configuration imports loads no parser', () => {
  const entry = new URL('./index.ts', import.meta.url).href
  const program = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    await import('${entry}')
    console.log(loaded.join('\\n'))
  `
  const options = ['--conditions=@throughline/source', '--disable-warning=ExperimentalWarning', '--input-type=module']
  const files = execFileSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' })
    .trim()
    .split('\n')
  expect(files).toContain(entry)
  expect(files.filter((file) => /oxc|[\\/]analyze[\\/]/.test(file))).toEqual([])
})
