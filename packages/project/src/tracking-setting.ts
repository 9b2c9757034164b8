// How the runs of a project are recorded, as its definition says it.

/** How much of a value is kept: see the captures of `@throughline/tracking`. */
export type CaptureLevel = 'none' | 'schema' | 'summary' | 'sample' | 'full'

/** What the command records of the runs of a project. */
export interface ProjectTracking {
  /**
   * How much of values is kept: of all nodes, or by name (`eu.*` for several) and by tag.
   *
   * @defaultValue `summary`: what values look like together, and no texts
   */
  readonly capture?:
    | CaptureLevel
    | {
        readonly default?: CaptureLevel
        readonly nodes?: Readonly<Record<string, CaptureLevel>>
        readonly tags?: Readonly<Record<string, CaptureLevel>>
      }
  /** Names of inputs, columns and properties whose values are never written, besides those that are known: `ssn`, `iban`. */
  readonly secretNames?: readonly string[]
  /** Who runs it. @defaultValue the user of the operating system */
  readonly actor?: string
}

const LEVELS = ['none', 'schema', 'summary', 'sample', 'full']

/** True for what `defineProject({ tracking })` takes. */
export function isTrackingSetting(setting: unknown): boolean {
  if (setting === undefined || typeof setting === 'boolean') return true
  if (!isRecord(setting)) return false
  const { capture = 'summary', secretNames = [], actor = 'x', ...others } = setting
  return (
    Object.keys(others).length === 0 &&
    (isLevel(capture) || isPolicy(capture)) &&
    Array.isArray(secretNames) &&
    secretNames.every((name) => typeof name === 'string' && name !== '') &&
    typeof actor === 'string' &&
    actor !== ''
  )
}

function isPolicy(policy: unknown): boolean {
  if (!isRecord(policy)) return false
  const { default: otherwise = 'summary', nodes = {}, tags = {}, ...others } = policy
  const areLevels = (record: unknown): boolean => isRecord(record) && Object.values(record).every(isLevel)
  return Object.keys(others).length === 0 && isLevel(otherwise) && areLevels(nodes) && areLevels(tags)
}

function isLevel(value: unknown): boolean {
  return typeof value === 'string' && LEVELS.includes(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
