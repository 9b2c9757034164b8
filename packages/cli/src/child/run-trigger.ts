// In the process that runs user code: what the record keeps of how a run was asked for, so that it can be asked for again.

import type { ProjectTracking } from '@throughline/project'
import type { AskedRun } from '@throughline/server'
import { captureFor, redact } from '@throughline/tracking'
import { relative, resolve, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

/** Longer ones belong into files. */
const MOST_CHARACTERS = 2_000

export interface RunTrigger {
  readonly kind: string
  readonly request: {
    readonly flow: string
    readonly outputs: readonly string[]
    /** As written; files are found from the folder of the project. */
    readonly inputs: readonly string[]
    readonly config: readonly string[]
    /** Inputs and configuration whose values are not kept. */
    readonly hidden?: readonly string[]
  }
  readonly [fact: string]: unknown
}

/**
 * What is a secret is left out as a whole: by its name, by what its text looks like, or because nothing of the values of this
 * name is kept.
 *
 * @param directory of the project
 */
export function runTrigger(asked: AskedRun, tracking: ProjectTracking, directory: string): RunTrigger {
  const { kind, flow, outputs, inputs, config, of } = asked
  const rules = tracking.secretNames ? { moreNames: tracking.secretNames } : {}
  const policy = typeof tracking.capture === 'string' ? { default: tracking.capture } : (tracking.capture ?? {})
  const hidden: string[] = []
  const kept = (text: string, isInput: boolean): string[] => {
    const at = text.indexOf('=')
    const [name, value] = [text.slice(0, at), text.slice(at + 1)]
    const isFile = isInput && /^@[^@]/.test(value)
    const said = isFile ? `@${fromProject(value.slice(1), asked.directory, directory)}` : value
    const facts = { [name]: parsed(said) }
    const isKept =
      said.length <= MOST_CHARACTERS &&
      isDeepStrictEqual(redact(facts, rules), facts) &&
      (!isInput || isFile || !['none', 'schema'].includes(captureFor(policy, name)))
    if (!isKept) hidden.push(name)
    return isKept ? [`${name}=${said}`] : []
  }
  return {
    kind,
    request: {
      flow,
      outputs,
      inputs: inputs.flatMap((text) => kept(text, true)),
      config: config.flatMap((text) => kept(text, false)),
      ...(hidden.length > 0 && { hidden }),
    },
    ...(of !== undefined && { of }),
  }
}

function fromProject(path: string, from: string, directory: string): string {
  return relative(directory, resolve(from, path)).split(sep).join('/')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
