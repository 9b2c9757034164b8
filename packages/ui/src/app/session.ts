// The token of the address is exchanged for a cookie, and leaves the address.

export interface Session {
  readonly isOpen: boolean
  /** There was a token in the address, and the server does not know it. */
  readonly isRefused?: boolean
}

/** @returns whether the server knows this browser; without a token it is asked */
export async function beginSession(): Promise<Session> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) {
    history.replaceState(history.state, '', location.pathname + location.search)
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    }).catch(() => undefined)
    return { isOpen: answer?.ok === true, isRefused: answer?.status === 401 || answer?.status === 403 }
  }
  const answer = await fetch('/api/session').catch(() => undefined)
  return { isOpen: answer?.ok === true }
}
