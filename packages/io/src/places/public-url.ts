// An address as it may be shown: without its user, its password, and parameters that let somebody in.

const SECRET = /key|token|secret|sig|pass|pwd|auth|cred|session|code|jwt|bearer/i

/** The values of parameters whose names sound like secrets are `***`. The fragment is left out. */
export function publicUrl(given: URL): string {
  const url = new URL(given)
  url.username = ''
  url.password = ''
  url.hash = ''
  for (const name of new Set(url.searchParams.keys())) if (SECRET.test(name)) url.searchParams.set(name, '***')
  return url.href.replaceAll('%2A%2A%2A', '***')
}
