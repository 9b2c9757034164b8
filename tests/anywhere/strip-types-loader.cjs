// A webpack loader that removes types, as Node itself does.
'use strict'

const { stripTypeScriptTypes } = require('node:module')

module.exports = (source) => stripTypeScriptTypes(source)
