// Every issue of sources and sinks. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import { databaseTemplates } from './databases/database-templates.ts'
import { httpTemplates, type HttpTemplates } from './places/http-templates.ts'
import { sqlTemplates } from './sql/sql-templates.ts'

/** Where in what is read something is wrong: rows, lines and columns count from 1, bytes from 0. */
export interface DataPlace {
  readonly line?: number | undefined
  readonly row?: number | undefined
  /** Name of the column, or its number. */
  readonly column?: string | number | undefined
  readonly byte?: number | undefined
}

const templates = {
  'io/not-found': ({ name }: { name: string }): IssueText => ({
    title: `There is no ${name}.`,
    hints: ['relative paths start where the process was started; say where it is, or make it first.'],
  }),

  'io/unreadable': ({ name, reason }: { name: string; reason: string }): IssueText => ({
    title: `${name} cannot be read: ${reason}.`,
    hints: ['look at its permissions, and whether it is a folder.'],
  }),

  'io/unwritable': ({ name, reason }: { name: string; reason: string }): IssueText => ({
    title: `${name} cannot be written: ${reason}.`,
    details: ['What was there before is unchanged.'],
    hints: ['make room, or choose another place; then run it again.'],
  }),

  'io/malformed': ({
    name,
    type,
    place,
    found,
    hint,
  }: {
    name: string
    /** `CSV`, `JSON`; as people say it. */
    type: string
    place: DataPlace
    /** A sentence without its dot. */
    found: string
    hint?: string | undefined
  }): IssueText => ({
    title: `${name} is no ${type} that can be read.`,
    details: [[placeText(place), found].filter((one) => one !== '').join(': ')],
    hints: hint === undefined ? ['mend the file at this place, or ask whoever wrote it.'] : [hint],
  }),

  'io/too-large': ({
    name,
    what,
    limit,
    option,
  }: {
    name: string
    /** `its bytes once unpacked`, `a line`. */
    what: string
    limit: string
    option: string
  }): IssueText => ({
    title: `${name} is larger than allowed: ${what} beyond ${limit}.`,
    hints: [`if this is right, say so:  { ${option}: ... };  or read it as a stream.`],
  }),

  'io/outside': ({ path, within }: { path: string; within: string }): IssueText => ({
    title: `The path ${path} leads out of ${within}.`,
    hints: ['paths that come from outside must stay inside of the folder that `within` names, also through links.'],
  }),

  'io/changed': ({ name }: { name: string }): IssueText => ({
    title: `${name} has changed while the run was using it.`,
    details: ['What was read of it does not belong together.'],
    hints: ['run it again; write such files under another name and rename them.'],
  }),

  'io/unwritable-value': ({
    name,
    type,
    place,
    found,
    hint,
  }: {
    name: string
    type: string
    place: DataPlace
    found: string
    hint: string
  }): IssueText => ({
    title: `A value cannot be written to ${name} as ${type}.`,
    details: [[placeText(place), found].filter((one) => one !== '').join(': '), 'Nothing was written.'],
    hints: [hint],
  }),

  'io/unfit-value': ({ row, column, found }: { row: number; column: string; found: string }): IssueText => ({
    title: `A value does not fit its column.`,
    details: [`${placeText({ row, column })}: ${found}`],
    hints: ['change the value, or what is declared: a "?" allows nulls, "json" anything.'],
  }),

  'io/uneven-columns': ({
    first,
    rows,
    name,
    length,
  }: {
    first: string
    rows: number
    name: string
    length: number
  }): IssueText => ({
    title: 'The columns of a table are not of one length.',
    details: [`"${first}" has ${rows} elements, "${name}" has ${length}`],
    hints: ['all columns of a table have one element for each row; what is missing is null.'],
  }),

  'io/missing-package': ({ what, packages }: { what: string; packages: readonly string[] }): IssueText => ({
    title: `${what} needs ${packages.length === 1 ? 'a package that is' : 'packages that are'} not installed.`,
    details: packages,
    hints: [`npm install ${packages.join(' ')}`],
  }),

  'io/bad-option': ({
    owner,
    option,
    found,
    expected,
  }: {
    owner: string
    option: string
    found: string
    expected: string
  }): IssueText => ({
    title: `The option "${option}" of ${owner} is ${found}.`,
    details: [`expected: ${expected}`],
    hints: [],
  }),
}

function placeText({ line, row, column, byte }: DataPlace): string {
  const parts = [
    line !== undefined && `line ${line}`,
    row !== undefined && `row ${row}`,
    column !== undefined && (typeof column === 'number' ? `column ${column}` : `column "${column}"`),
    byte !== undefined && `byte ${byte}`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}

/** Makes an issue of a source or sink. */
export const ioIssue: IssueFactory<typeof templates & typeof databaseTemplates & typeof sqlTemplates & HttpTemplates> =
  defineIssues({
    ...templates,
    ...databaseTemplates,
    ...sqlTemplates,
    ...httpTemplates,
  })
