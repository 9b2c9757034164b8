// How a status looks: a mark, and which of the colours of states.

export type StateColour = 'succeeded' | 'failed' | 'running' | 'cached' | 'warned' | 'idle'

export interface StatusLook {
  readonly mark: string
  readonly look: StateColour
}

const looks: Readonly<Record<string, StatusLook>> = {
  succeeded: { mark: '✓', look: 'succeeded' },
  completed: { mark: '✓', look: 'succeeded' },
  failed: { mark: '✕', look: 'failed' },
  running: { mark: '▸', look: 'running' },
  retrying: { mark: '↻', look: 'warned' },
  cached: { mark: '⟲', look: 'cached' },
  skipped: { mark: '–', look: 'idle' },
  aborted: { mark: '■', look: 'idle' },
  cancelled: { mark: '■', look: 'idle' },
  abandoned: { mark: '?', look: 'warned' },
  suspended: { mark: '‖', look: 'warned' },
  halted: { mark: '‖', look: 'idle' },
  open: { mark: '○', look: 'idle' },
}

export function lookOf(status: string): StatusLook {
  return looks[status] ?? { mark: '○', look: 'idle' }
}
