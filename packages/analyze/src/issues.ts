// Every issue of this room. Each code has a page in the documentation.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import type { ChangedFile } from './built/verify-files.ts'
import type { ChangedPackage } from './built/verify-packages.ts'

const BUILD_AGAIN = 'run  throughline build  after the bundler, and ship what it has read together with what it wrote'
const UNKNOWN = 'all code versions count as unknown'

/** The first of many, and how many more there are. */
function some(lines: readonly string[]): string[] {
  const [shown, rest] = [lines.slice(0, 5), lines.length - 5]
  return rest > 0 ? [...shown, `and ${rest} more`] : shown
}

function describePackage({ name, isInstalled, built, found }: ChangedPackage): string {
  if (!isInstalled) return `${name} is not installed here; it was ${built.join()}`
  const none = (list: readonly string[]): string => (list.length === 0 ? 'nothing' : some(list).join(', '))
  if (built.length + found.length === 0) return `${name} finds other copies of the same packages`
  return `${name}: built with ${none(built)}, here is ${none(found)}`
}

const templates = {
  'analyze/no-compiler': ({
    found,
  }: {
    /** Version of a TypeScript that is there but cannot be asked. */ found: string | undefined
  }): IssueText => ({
    title: 'Types were asked for, and there is no TypeScript that can be asked.',
    details: [
      found === undefined
        ? 'expected: typescript 5.9 or 6, under its own name or as typescript-6'
        : `found: typescript ${found}, which other programs cannot ask yet`,
    ],
    hints: [
      'npm install --save-dev --save-exact typescript-6@npm:typescript@6.0.3',
      ...(found === undefined ? [] : ['then  npm rebuild  gives the word  tsc  back to your own TypeScript.']),
    ],
  }),

  'analyze/output-changed': ({
    manifest,
    files,
    packages,
  }: {
    manifest: string
    files: readonly ChangedFile[]
    packages: readonly ChangedPackage[]
  }): IssueText => ({
    severity: 'warning',
    title: 'The program is not what was built, so its code versions are unknown.',
    details: [
      ...some(files.map(({ path, found }) => `${path} is ${found}`)),
      ...some(packages.map(describePackage)),
      `manifest: ${manifest}`,
    ],
    hints: [BUILD_AGAIN],
  }),

  'analyze/manifest-not-read': ({ manifest, reason }: { manifest: string; reason: string }): IssueText => ({
    severity: 'warning',
    title: 'What  throughline build  has written cannot be read.',
    details: [`${manifest}: ${reason}`, UNKNOWN],
    hints: [BUILD_AGAIN],
  }),

  'analyze/manifest-newer': ({ manifest, format }: { manifest: string; format: number }): IssueText => ({
    severity: 'warning',
    title: `The manifest of the build has format ${format}, which this version cannot read.`,
    details: [`${manifest} was written by a newer  throughline build`, UNKNOWN],
    hints: ['use the same version of @throughline/cli and @throughline/analyze'],
  }),

  'analyze/no-output': ({ out, found }: { out: string; found: 'nothing' | 'no JavaScript' }): IssueText => ({
    title:
      found === 'nothing' ? `There is no folder "${out}" with the output.` : `There is no JavaScript below "${out}".`,
    hints: ['run the bundler first, or say where its output is:  throughline build --out build'],
  }),

  'analyze/output-not-read': ({ file, reason }: { file: string; reason: string }): IssueText => ({
    title: `"${file}" cannot be read as JavaScript.`,
    details: [reason],
    hints: ['name the files that will be loaded:  throughline build dist/main.js'],
  }),

  'analyze/output-incomplete': ({
    missing,
  }: {
    missing: readonly { readonly file: string; readonly specifier: string }[]
  }): IssueText => ({
    title: 'The output imports files that are not there.',
    details: some(missing.map(({ file, specifier }) => `${file} imports ${specifier}`)),
    hints: ['run the bundler again:  throughline build  reads what the program will load'],
  }),

  'analyze/output-in-motion': ({ file }: { file: string }): IssueText => ({
    title: `"${file}" was written while it was read.`,
    hints: ['wait until the bundler is done; with  --watch  it never is'],
  }),

  'analyze/output-older': ({ source, file }: { source: string; file: string }): IssueText => ({
    severity: 'warning',
    title: 'The source is newer than the output: the versions may be those of other code.',
    details: [`${source} was changed after ${file}, the newest file of the output, was written`],
    hints: ['run the bundler before  throughline build'],
  }),
}

/** Makes an issue of this room. */
export const analyzeIssue: IssueFactory<typeof templates> = defineIssues(templates)
