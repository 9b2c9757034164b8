// How instances of classes in the states of a project's applications are kept, as its definition says it.

/** As much of a codec as a project needs to know: see `Codec` of `@throughline/machine`. */
export interface ProjectCodec {
  /** Written with the value. */
  readonly name: string
  readonly is: (value: object) => value is any
  readonly encode: (value: any) => unknown
  readonly decode: (data: any) => unknown
}

/** @returns what is wrong with `defineProject({ codecs })`; undefined when nothing is */
export function wrongCodecs(codecs: unknown): string | undefined {
  if (codecs === undefined) return undefined
  if (!Array.isArray(codecs)) return 'no list'
  const wrong = codecs.findIndex((codec) => !isCodec(codec))
  if (wrong !== -1) return `no codec at index ${wrong}`
  const names = (codecs as readonly ProjectCodec[]).map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? undefined : `two codecs "${twice}"`
}

function isCodec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { name, is, encode, decode } = value as Readonly<Record<string, unknown>>
  const areFunctions = [is, encode, decode].every((one) => typeof one === 'function')
  return typeof name === 'string' && name !== '' && areFunctions
}
