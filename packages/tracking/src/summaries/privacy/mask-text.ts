// Text without what must not be told: credentials, keys, addresses of people, numbers of cards.

/** In place of what was taken out; the kind stays. */
export const MASK = {
  credentials: '[credentials]',
  key: '[key]',
  email: '[email]',
  card: '[card]',
  redacted: '[redacted]',
} as const

type Masker = readonly [pattern: RegExp, replacement: string | ((match: string, ...groups: string[]) => string)]

const SECRET_PARAMETER = /(pass|secret|token|key|auth|sig|credential|session|cookie|jwt|code|otp|pin)/i

/** Each takes time in proportion to the text: what repeats is bounded, or ends where something else begins. */
const MASKERS: readonly Masker[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK.key],
  // scheme://user:password@host: everything up to the last @ before the host ends.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#'"<>`]*@/gi, `$1${MASK.credentials}@`],
  // Of a database, a password may have in it what would end the host, or the slashes may be missing.
  [
    /\b((?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?):\/{0,2})[^\s/?#@:'"<>`]{0,64}:[^\s'"<>`]{0,200}@/gi,
    `$1${MASK.credentials}@`,
  ],
  [/([?&#;])([\w.~%[\]-]{1,64})=([^\s&#'"<>`]*)/g, maskParameter],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK.credentials}`],
  [/\beyJ[\w-]{5,4000}\.[\w-]{5,}(\.[\w-]*)?/g, MASK.key],
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, MASK.key],
  [
    /\b(gh[opsur]_|github_pat_|glpat-|npm_|xox[abprs]-|sk-|sk_live_|sk_test_|pk_live_|rk_live_|AIza|hf_)[\w-]{12,}/g,
    MASK.key,
  ],
  [
    /(["']?)\b([\w-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|authorization|cookie))\1(\s{0,3}[:=]\s{0,3})("[^"]*"|'[^']*'|\[[a-z]+\]|[^\s,;&}\])]+)/gi,
    (_match, quote, name, sign) => `${quote}${name}${quote}${sign}${MASK.redacted}`,
  ],
  [/[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63})+/gu, MASK.email],
  [/\b\d(?:[ -]?\d){12,18}\b/g, (match) => (isCardNumber(match) ? MASK.card : match)],
]

/** All that is masked has other characters in it or is longer. */
const SHORT_WORD = /^\w{0,12}$/

function maskParameter(match: string, sign: string, name: string): string {
  return SECRET_PARAMETER.test(name) ? `${sign}${name}=${MASK.redacted}` : match
}

/**
 * The text without credentials in URLs and headers, keys and tokens of known forms, email addresses, and numbers of payment
 * cards. What is found is what has a form: a name or a street has none.
 *
 * @example
 * maskText('https://ann:pw@db.example/?token=abc asks ann@example.com')
 * // => 'https://[credentials]@db.example/?token=[redacted] asks [email]'
 */
export function maskText(text: string): string {
  if (SHORT_WORD.test(text)) return text
  let masked = text
  for (const [pattern, replacement] of MASKERS) masked = masked.replace(pattern, replacement as string)
  return masked
}

/** The check digit of ISO/IEC 7812-1, annex B (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const twice = digit * 2
    sum += at % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}
