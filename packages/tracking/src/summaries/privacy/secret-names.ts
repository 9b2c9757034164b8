// Which names say that what stands under them is a secret.

export interface NameRules {
  /** In place of the built-in ones. A text is found within a name, without regard to case, `-`, `_` and spaces. */
  readonly names?: readonly (string | RegExp)[]
  /** Besides them. */
  readonly moreNames?: readonly (string | RegExp)[]
  /** Names that are none, though they look so: `tokenCount`. Compared as a whole. */
  readonly allowedNames?: readonly string[]
}

/** Names that hold one of these are secret. */
export const SECRET_NAMES: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'apikey',
  'accesskey',
  'privatekey',
  'signingkey',
  'encryptionkey',
  'authorization',
  'credential',
  'cookie',
  'sessionid',
  'connectionstring',
  'bearer',
  'jwt',
  'token',
  'creditcard',
  'cardnumber',
  'socialsecurity',
]

/** Too short to be looked for within names. */
const WHOLE_NAMES: ReadonlySet<string> = new Set([
  'pwd',
  'pass',
  'pin',
  'otp',
  'auth',
  'cvv',
  'cvc',
  'ssn',
  'iban',
  'dsn',
  'sid',
])

/** Numbers about tokens, which language models have: `tokens`, `maxTokens`, `token_count`, `prompt_tokens`. */
const COUNTS_OF_TOKENS =
  /^(tokens|(max|min|prompt|completion|input|output|total|cached|reasoning)\w*tokens?|(n|num)tokens|tokens?(count|s|estimate|limit|izer|ized|usage|perminute))$/

const prepared = new WeakMap<NameRules, (name: string) => boolean>()
const NO_RULES: NameRules = {}

/** The question, prepared once for the same object of rules: it is asked for every name. */
export function secretNames(rules: NameRules = NO_RULES): (name: string) => boolean {
  let question = prepared.get(rules)
  if (!question) prepared.set(rules, (question = prepare(rules)))
  return question
}

function prepare({ names, moreNames = [], allowedNames = [] }: NameRules): (name: string) => boolean {
  const all = [...(names ?? SECRET_NAMES), ...moreNames]
  const parts = all
    .filter((name) => typeof name === 'string')
    .map(plain)
    .filter((part) => part !== '')
  const patterns = all.filter((name) => name instanceof RegExp)
  const allowed = new Set(allowedNames)
  const known = new Map<string, boolean>()
  const isSecretName = (name: string): boolean => {
    if (allowed.has(name)) return false
    const short = plain(name)
    if (patterns.some((pattern) => name.search(pattern) >= 0)) return true
    if (names === undefined && WHOLE_NAMES.has(short)) return true
    return parts.some((part) => short.includes(part)) && (names !== undefined || !COUNTS_OF_TOKENS.test(short))
  }
  return (name) => {
    let answer = known.get(name)
    if (answer === undefined) {
      answer = isSecretName(name)
      if (known.size < MOST_KNOWN) known.set(name, answer)
    }
    return answer
  }
}

const MOST_KNOWN = 1000

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s.]/g, '')
}
