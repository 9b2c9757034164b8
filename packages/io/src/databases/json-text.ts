// JSON of values of a table, of what JSON can say.

/** Calls of it say what is wrong and what to do; it throws. */
export type Refuse = (found: string, hint: string) => never

/** Half of a pair: a text of JavaScript may have it, UTF-8 may not. */
export const LONE_SURROGATE: RegExp = /\p{Surrogate}/u

export function refuseBroken(text: string, refuse: Refuse): string {
  if (!LONE_SURROGATE.test(text)) return text
  return refuse('half of a pair of surrogates, which UTF-8 cannot say', 'mend the text:  text.toWellFormed()')
}

export function jsonText(value: unknown, refuse: Refuse): string {
  const hint = 'JSON knows no bigints, no functions, no NaN and no infinity: write them as text.'
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') refuse(`the bigint ${inner} within JSON`, hint)
    if (typeof inner === 'number' && !Number.isFinite(inner)) refuse(`${inner} within JSON`, hint)
    return inner
  })
  return text ?? refuse(`a ${typeof value}`, hint)
}
