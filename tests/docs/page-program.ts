// A page as a program: the files that it writes, the commands that it gives, and what each has to print.

import { blocksOf, type Block } from './blocks.ts'

/** A line of a file, and where it stands in the page, from 1. */
export interface PageLine {
  readonly text: string
  readonly line: number
}

export interface PageModule {
  readonly kind: 'module'
  readonly file: string
  readonly lines: readonly PageLine[]
  /** What it prints when it runs; absent when it is not run. */
  readonly output?: string
}

/** A new text for one exported function of a file that is already there. */
export interface PageEdit {
  readonly kind: 'edit'
  readonly file: string
  readonly name: string
  readonly text: string
}

/** Lines for a shell, and what they print. */
interface PageCommand {
  readonly kind: 'command'
  readonly line: number
  readonly commands: readonly string[]
  readonly output: string
}

export type PageStep = PageModule | PageEdit | PageCommand

export interface PageProgram {
  /** True for a page whose folder begins as `throughline init` makes it. */
  readonly fromTemplate: boolean
  readonly steps: readonly PageStep[]
}

const FILE = /^\/\/ (?<file>[\w./-]+\.ts)(?: \(edit (?<name>\w+)\))?[^\S\n]*$/m
const CHECKED_LINE = /^(?<code>.*\S)\s*\/\/ => (?<value>.+)$/

/**
 * - A `ts` block is a module. Its first line may name its file, `// main.ts`; `// main.ts (edit total)` replaces one
 *   function of a file. A block without a name and without imports goes on with the module before it.
 * - A `text` block behind a `ts` block, or behind a `sh` block, is what that prints.
 * - In a module, `expression // => value` is run and compared.
 * - `ts no-check` is not looked at.
 */
export function readPage(markdown: string): PageProgram {
  const steps: PageStep[] = []
  let current: { readonly file: string; readonly blocks: Block[]; readonly outputs: string[] } | undefined
  const close = (): void => {
    if (current) steps.push(toModule(current.file, current.blocks, current.outputs))
    current = undefined
  }
  let last: Block | undefined
  for (const block of blocksOf(markdown)) {
    const before = last
    last = block
    if (block.language === 'ts' && block.note !== 'no-check') {
      const { file, name } = FILE.exec(block.text.split('\n', 1)[0]!)?.groups ?? {}
      if (file !== undefined && name !== undefined) {
        close()
        const [, ...text] = block.text.split('\n')
        steps.push({ kind: 'edit', file, name, text: text.join('\n') })
      } else if (current && file === undefined && !/^import /m.test(block.text)) current.blocks.push(block)
      else {
        close()
        current = { file: file ?? `block-${block.line}.ts`, blocks: [block], outputs: [] }
      }
    } else if (block.language === 'text' && before?.language === 'ts' && before.note !== 'no-check') {
      current?.outputs.push(block.text)
    } else if (block.language === 'text' && before?.language === 'sh') {
      close()
      const commands = before.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
      steps.push({ kind: 'command', line: before.line, commands, output: block.text })
    }
  }
  close()
  return { fromTemplate: markdown.includes('<!-- project: throughline init -->'), steps }
}

function toModule(file: string, blocks: readonly Block[], outputs: readonly string[]): PageModule {
  const lines = blocks.flatMap(({ text, line }) => linesOf(text, line))
  const runs = outputs.length > 0 || lines.some(({ text }) => CHECKED_LINE.test(text))
  return { kind: 'module', file, lines, ...(runs && { output: outputs.join('\n') }) }
}

/** The lines of a text whose first line has this number. */
export function linesOf(text: string, first: number): PageLine[] {
  return text.split('\n').map((one, index) => ({ text: one, line: first + index }))
}

/** Each line on the line that it has in the page, so that the places in messages are those of the page. */
export function inPlace(lines: readonly PageLine[]): string {
  const placed: string[] = []
  for (const { text, line } of lines) placed[line - 1] = text
  return `${Array.from(placed, (text) => text ?? '').join('\n')}\n`
}

/** Code that compares for each `expression // => value`, by `same(line, found, expected)` of the helper's URL. */
export function withComparisons(lines: readonly PageLine[], helper: string): string {
  const compared = lines.map(({ text, line }) => {
    const { code, value } = CHECKED_LINE.exec(text)?.groups ?? {}
    if (code === undefined) return text
    const declared = /^\s*const (?<name>\w+)/.exec(code)?.groups!['name']
    const same = (found: string): string => `__same(${line}, ${found}, (${value}))`
    return declared === undefined ? `;${same(`(${code.replace(/;$/, '')})`)}` : `${code}; ${same(declared)}`
  })
  if (!lines.some(({ text }) => CHECKED_LINE.test(text))) return `${compared.join('\n')}\n`
  return `${compared.join('\n')}\nimport { same as __same } from ${JSON.stringify(helper)}\n`
}

/** The text of a file with the statement that exports `name` replaced, up to the next empty line; or added at the end. */
export function applyEdit(source: string, { name, text }: PageEdit): string {
  const statement = new RegExp(
    `^export (?:const|function|async function) ${name}\\b[\\s\\S]*?(?=\\n\\n|\\n*$(?![\\s\\S]))`,
    'm',
  )
  return statement.test(source) ? source.replace(statement, () => text) : `${source.trimEnd()}\n\n${text}\n`
}
