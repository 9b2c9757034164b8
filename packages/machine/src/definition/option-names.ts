// Options are objects, and what they do not know is refused: without a compiler a misspelt one would do nothing.

import type { Issue } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import { kindOf } from '../errors/kind-of.ts'

/** The names of options, complete by their type. False for those that only the library itself gives. */
export type OptionNames<Options> = Readonly<Record<keyof Options, boolean>>

/**
 * What is wrong with the names of options.
 *
 * @param place what takes them: `open()`
 * @param given whatever was given; undefined stands for no options
 * @param names those that are known; false for those that are not told
 * @returns {app/unknown-option} for each that is not known; {app/bad-option} for what is no object
 */
export function optionIssues(place: string, given: unknown, names: Readonly<Record<string, boolean>>): Issue[] {
  if (given === undefined) return []
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return [
      machineIssue('app/bad-option', { name: `options of ${place}`, given: kindOf(given), expected: 'an object' }),
    ]
  const known = Object.keys(names).filter((name) => names[name])
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(names, name))
    .map((name) => machineIssue('app/unknown-option', { name, place, known }))
}
