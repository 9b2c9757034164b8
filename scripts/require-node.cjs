// Refuses to run on a Node that the tools do not support. Old Nodes must be able to parse this file.
'use strict'

var wanted = [22, 18]
var found = process.versions.node.split('.').map(Number)
var tooOld = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])

if (tooOld) {
  console.error(
    [
      'This repository needs Node ' + wanted.join('.') + ' or newer; this is Node ' + process.versions.node + '.',
      'help: run "npm ci" without --omit=optional, which brings Node 24 for Linux and Windows;',
      '      elsewhere install Node 24 from your package manager. Then start the command with npm.',
    ].join('\n')
  )
  process.exit(1)
}
