// The key of a step, from the versions of what it reads.

import type { PlanStep } from 'throughline/memo'
import { RUNTIME, toKey, type Key } from './key.ts'
import type { StepSetting } from './step-setting.ts'

/** In the place of a version: the value has no part in what its readers are looked up by. */
export const IGNORED = ''
/** The version of an input that was not given. */
export const ABSENT_VERSION = 'absent'
const RESOURCE = 'resource:'

/** The version of a resource, which has no content. */
export function resourceVersion(version: string): string {
  return RESOURCE + version
}

/** True for the version of a content: a value can be compared with it. */
export function isComparable(version: string | undefined): version is string {
  return version !== undefined && version !== IGNORED && version !== ABSENT_VERSION && !version.startsWith(RESOURCE)
}

/**
 * A resource counts by its declared version, and by what it is opened with. The declared version stands for inputs and for
 * other resources that cannot be compared.
 *
 * @returns `undefined` without a declared version, or when it is opened with what a node gives that cannot be compared
 */
export function versionOfResource(
  step: PlanStep,
  { code, constants, openedWith = [] }: StepSetting,
  versionOf: (slot: number) => string | undefined,
): string | undefined {
  if (code === undefined || openedWith.some((slot) => versionOf(slot) === undefined)) return undefined
  const opened = step.keys.flatMap((key, at) => {
    const version = versionOf(step.sources[at]!)
    return version === undefined || version === IGNORED ? [] : [[key, version] as const]
  })
  const inputs = [...constants, ...opened].sort(([a], [b]) => (a < b ? -1 : 1))
  if (inputs.length === 0) return code
  return resourceVersion(toKey({ node: step.name, code, config: '', runtime: '', inputs }).hash)
}

/**
 * @param versionOf the version of the value in a slot, as far as it is known
 * @returns `undefined` when something that the step reads has no version
 */
export function keyOfStep(
  step: PlanStep,
  { code, config, constants }: StepSetting,
  versionOf: (slot: number) => string | undefined,
): Key | undefined {
  const inputs = [...constants]
  for (let at = 0; at < step.keys.length; at++) {
    const version = versionOf(step.sources[at]!)
    if (version === undefined) return undefined
    if (version !== IGNORED) inputs.push([step.keys[at]!, version])
  }
  inputs.sort(([a], [b]) => (a < b ? -1 : 1))
  return toKey({ node: step.name, code: code!, config, runtime: RUNTIME, inputs })
}
