// Facts of one module in a fresh process: what syntax says, what the compiler adds, and both again after a change.
//
// usage: node facts.ts <module of nodes>     prints milliseconds, the import of the room included

import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

const [, , file = ''] = process.argv

const startMs = performance.now()
const { Facts, openTypeOracle } = await import('@throughline/analyze')
const facts = new Facts()
const nodes = facts.module(file)!.exports.flatMap((one) => one.nodes)
const structureMs = performance.now() - startMs

const oracle = openTypeOracle({ directory: dirname(file), files: [file] })
const typed = oracle.exportsOf(file)
const withTypesMs = performance.now() - startMs

const text = readFileSync(file, 'utf8')
const changeMs = performance.now()
facts.update(file, `${text}\nexport const oneMore = () => 1\n`)
const more = facts.module(file)!.exports.length
const againMs = performance.now() - changeMs

console.log(JSON.stringify({ nodes: nodes.length, typed: typed.length, more, structureMs, withTypesMs, againMs }))
