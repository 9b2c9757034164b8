// Runs a page step by step in a folder of its own, and says where it does not do what it shows.

import { exec } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  applyEdit,
  inPlace,
  readPage,
  withComparisons,
  type PageModule,
  type PageProgram,
  type PageStep,
} from './page-program.ts'
import { BEGIN, FAILED } from './run-modules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const template = join(root, 'packages', 'cli', 'templates', 'project')
const helper = pathToFileURL(join(import.meta.dirname, 'same.ts')).href

export interface PageResult {
  /** One for each step that fails or prints something else. */
  readonly problems: readonly string[]
  /** The page with what its steps really print. */
  readonly updated: string
}

/** A folder whose modules find the packages of the repository. */
export function makeScratchFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
}

/** Writes the files of a page as they are at its end, for the compiler. */
export function writePage(folder: string, { fromTemplate, steps }: PageProgram): void {
  begin(folder, fromTemplate)
  for (const step of steps) writeStep(folder, step, false)
}

/** @param folder does not exist yet; `node_modules` is found from there upward */
export async function runPage(markdown: string, folder: string): Promise<PageResult> {
  const { fromTemplate, steps } = readPage(markdown)
  const problems: string[] = []
  let updated = markdown
  const compare = (what: string, found: string, expected: string): void => {
    const printed = found.replaceAll(folder, '/project').trimEnd()
    if (matches(printed, expected)) return
    problems.push(`${what} printed\n${printed}\ninstead of\n${expected}`)
    updated = updated.replace(`\`\`\`text\n${expected}\n\`\`\``, () => `\`\`\`text\n${printed}\n\`\`\``)
  }
  let waiting: PageModule[] = []
  const runWaiting = async (): Promise<void> => {
    const modules = waiting.filter((module) => module.output !== undefined)
    waiting = []
    if (modules.length === 0) return
    const ran = await runModules(
      folder,
      modules.map(({ file }) => file),
    )
    for (const [index, { file, output }] of modules.entries()) {
      const { printed, hasFailed } = ran[index]!
      if (hasFailed) problems.push(`${file} failed:\n${printed}`)
      else compare(file, printed, output!)
    }
  }
  begin(folder, fromTemplate)
  for (const step of steps) {
    const overwrites = step.kind === 'module' && waiting.some(({ file }) => file === step.file)
    if (step.kind !== 'module' || overwrites) await runWaiting()
    writeStep(folder, step, true)
    if (step.kind === 'module') waiting.push(step)
    if (step.kind !== 'command') continue
    const script = step.commands.map((command) => command.replace(/^npx /, '')).join(' && ')
    compare(step.commands.join('; '), await executeIn(folder, script), step.output)
  }
  await runWaiting()
  return { problems, updated }
}

function begin(folder: string, fromTemplate: boolean): void {
  mkdirSync(folder, { recursive: true })
  if (!fromTemplate) return
  cpSync(template, folder, { recursive: true })
  renameSync(join(folder, 'gitignore'), join(folder, '.gitignore'))
}

/** @param runs the file is to run and compare; otherwise it is for the compiler */
function writeStep(folder: string, step: PageStep, runs: boolean): void {
  if (step.kind === 'command') return
  const path = join(folder, step.file)
  mkdirSync(dirname(path), { recursive: true })
  if (step.kind === 'edit') writeFileSync(path, applyEdit(readFileSync(path, 'utf8'), step))
  else writeFileSync(path, runs ? withComparisons(step.lines, helper) : inPlace(step.lines))
}

export interface ModuleRun {
  /** What it wrote, to either stream; behind that what it threw. */
  readonly printed: string
  readonly hasFailed: boolean
}

/** Runs modules one after the other in one process. */
export async function runModules(folder: string, files: readonly string[]): Promise<readonly ModuleRun[]> {
  const runner = join(import.meta.dirname, 'run-modules.ts')
  const printed = await executeIn(folder, `node ${JSON.stringify(runner)} ${files.join(' ')}`)
  const parts = printed.split(BEGIN).slice(1)
  return files.map((_, index) => {
    const [, text = ''] = /^.*\n([\s\S]*)$/.exec(parts[index] ?? '') ?? []
    return { printed: text.replace(FAILED, ''), hasFailed: parts[index] === undefined || text.includes(FAILED) }
  })
}

/**
 * Runs a line of shell with the packages as they are built.
 * @returns what it writes, to either stream, in its order
 */
export function executeIn(folder: string, command: string): Promise<string> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    PATH: [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
  }
  return new Promise((resolve) => {
    exec(`(${command}) 2>&1`, { cwd: folder, env }, (_failure, stdout) => resolve(stdout))
  })
}

/** Times and ids differ from run to run; a line `...` stands for any lines. */
function matches(printed: string, expected: string): boolean {
  const steady = (text: string): string =>
    text
      .replaceAll(/\d+(?:\.\d+)? ?(?:ms|s)\b/g, '0 ms')
      .replaceAll(/(?<="durationMs":|duration_ms )[\d.]+/g, '0')
      .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '0')
      .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, '0')
      .replaceAll(/[^\S\n]+$/gm, '')
  const pattern = steady(expected)
    .split(/^\.\.\.$/m)
    .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
    .join(String.raw`[\s\S]*?`)
  return new RegExp(`^${pattern}$`).test(steady(printed))
}
