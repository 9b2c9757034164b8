// The same packages, and nothing done with them.

export * from 'throughline'
export * from 'throughline/checks'
