// How long the import of a package takes in a fresh process.
//
// usage: node import.ts <specifier>

const startMs = performance.now()
await import(process.argv[2] ?? '')
console.log(JSON.stringify({ importMs: performance.now() - startMs }))
