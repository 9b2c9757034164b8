#!/usr/bin/env node
// Starts the command on a Node that can run it. Nodes of any age must be able to parse this file.
'use strict'

var wanted = [22, 18]
var found = process.versions.node.split('.').map(Number)

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write(
    'throughline needs Node ' +
      wanted.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'help: install a newer Node from https://nodejs.org or with your version manager, for example  nvm install 24\n'
  )
  process.exit(2)
} else {
  require('./start.cjs')
}
