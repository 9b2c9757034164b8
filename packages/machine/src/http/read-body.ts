// The body of a request: JSON, no larger than allowed, and only what is known.

import { ThroughlineError } from 'throughline'
import { httpIssue } from './catalogue.ts'

type Fields = Readonly<Record<string, unknown>>

/** @throws {http/not-json}, {http/body-too-large} or {http/bad-json} @returns an empty object where there is no body */
export async function readBody(request: Request, mostBytes: number): Promise<Body> {
  const text = await textOf(request, mostBytes)
  if (text.trim() === '') return new Body({})
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (!/^application\/(?:[\w.+-]+\+)?json$/i.test(type.trim()))
    throw new ThroughlineError([httpIssue('http/not-json', { found: type.trim() || 'of no type' })])
  return new Body(parse(text))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      // A key that would set the prototype of what it is copied into is nobody's data.
      if (key === '__proto__') throw new SyntaxError(key)
      return value
    })
  } catch {
    throw new ThroughlineError([httpIssue('http/bad-json', {})])
  }
}

async function textOf({ body, headers }: Request, mostBytes: number): Promise<string> {
  const tooLarge = (): never => {
    throw new ThroughlineError([httpIssue('http/body-too-large', { mostBytes })])
  }
  if (Number(headers.get('content-length') ?? 0) > mostBytes) tooLarge()
  if (!body) return ''
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  let sizeBytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    sizeBytes += value.byteLength
    if (sizeBytes > mostBytes) {
      await reader.cancel().catch(() => {})
      tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Takes fields out of a body, and says everything that is wrong with it at once. */
export class Body {
  readonly #fields: Fields
  readonly #findings: string[] = []
  readonly #known = new Set<string>()

  constructor(fields: unknown) {
    const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
    if (!isObject) this.#findings.push('it is not an object')
    this.#fields = isObject ? (fields as Fields) : {}
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name)
  }

  any(name: string): unknown {
    this.#known.add(name)
    return this.has(name) ? this.#fields[name] : undefined
  }

  text(name: string): string | undefined {
    return this.#take(name, 'well-formed text', (value) => typeof value === 'string' && isWellFormed(value)) as string
  }

  count(name: string, least: number): number | undefined {
    const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= least
    return this.#take(name, `a whole number from ${least}`, isCount) as number
  }

  texts(name: string): readonly string[] | undefined {
    const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string')
    return this.#take(name, 'a list of names', areTexts) as readonly string[]
  }

  object(name: string): Fields | undefined {
    return this.#take(name, 'an object', isObject) as Fields
  }

  /** Objects by name. */
  objects(name: string): Readonly<Record<string, Fields>> | undefined {
    const areObjects = (value: unknown): boolean => isObject(value) && Object.values(value).every(isObject)
    return this.#take(name, 'an object of objects, by action', areObjects) as Readonly<Record<string, Fields>>
  }

  /** Text by name. */
  labels(name: string): Readonly<Record<string, string>> | undefined {
    const areLabels = (value: unknown): boolean =>
      isObject(value) && Object.values(value).every((one) => typeof one === 'string')
    return this.#take(name, 'an object of text', areLabels) as Readonly<Record<string, string>>
  }

  refuse(finding: string): void {
    this.#findings.push(finding)
  }

  /** @throws {http/bad-request} with everything that was found, and with names that nobody asked for */
  end(): void {
    const unknown = Object.keys(this.#fields).filter((name) => !this.#known.has(name))
    const known = [...this.#known].join(', ') || 'nothing'
    const findings = [...this.#findings, ...unknown.map((name) => `"${name}" is not known here; known: ${known}`)]
    if (findings.length > 0) throw new ThroughlineError([httpIssue('http/bad-request', { findings })])
  }

  #take(name: string, expected: string, fits: (value: unknown) => boolean): unknown {
    const value = this.any(name)
    if (value === undefined || fits(value)) return value
    this.#findings.push(`"${name}" is not ${expected}`)
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A half of a pair of code units is no character, and would be another one in a path. */
function isWellFormed(text: string): boolean {
  try {
    encodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
