// A check of a project in a fresh process, or only what it cannot do without: parsing, or a program of the compiler.
//
// usage: node check.ts <parse | compile | structure | types> <folder>     prints milliseconds, without imports

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkProject, openTypeOracle, parseSource } from '@throughline/analyze'
import ts from 'typescript-6'

const [, , mode = '', folder = ''] = process.argv
const config = join(folder, 'throughline.config.ts')
const nodes = join(folder, 'nodes.ts')

const startMs = performance.now()
const found = measured()
console.log(JSON.stringify({ ms: performance.now() - startMs, ...found }))

function measured(): object {
  if (mode === 'parse') {
    const { body } = parseSource(nodes, readFileSync(nodes, 'utf8')).program
    return { statements: body.length }
  }
  if (mode === 'compile') {
    const { config: json } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: object
    }
    const { options } = ts.parseJsonConfigFileContent(json, ts.sys, folder)
    const program = ts.createProgram({ rootNames: [nodes], options: { ...options, noEmit: true, skipLibCheck: true } })
    const checker = program.getTypeChecker()
    return { exports: checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(nodes)!)!).length }
  }
  const { findings, flows } = checkProject({
    entries: [config],
    ...(mode === 'types' && { openTypes: (files) => openTypeOracle({ directory: folder, files }) }),
  })
  return { findings: findings.length, nodes: flows[0]?.nodes }
}
