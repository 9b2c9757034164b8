// The same packages, and nothing done with them.

export * from 'throughline'
export * from 'throughline/checks'
export * from 'throughline/fan-out'
export * from 'throughline/io'
