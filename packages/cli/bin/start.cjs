// Loads the command. Apart from the check of the Node version, because old Nodes cannot parse `import()`.
'use strict'

void import('../dist/main.js').then(({ main }) => main(process.argv.slice(2)))
