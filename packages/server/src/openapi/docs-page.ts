// The API for a person to read: one page of plain HTML without a script, made from its description.

import type { ApiDocument, Operation, Parameter } from './describe-api.ts'

type Schema = Readonly<Record<string, unknown>>

/** @param styles address of the styles */
export function docsPage({ info, paths, components }: ApiDocument, styles: string): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort()
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag))
    return `<section><h2 id="${tag}">${escape(tag)}</h2>${own.map(operationHtml).join('')}</section>`
  })
  const schemas = Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API of Throughline</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="${styles}">
</head>
<body>
<header><h1>API</h1><p>${prose(String(info['description']))}</p>
<p>Programs ask with the header <code>Authorization: Bearer &lt;token&gt;</code>. The same as data: <a href="/api/openapi.json">OpenAPI 3.1</a>. <a href="/">To the pages</a></p></header>
<nav aria-label="Contents"><ul>${[...tags, 'schemas'].map((tag) => `<li><a href="#${tag}">${escape(tag)}</a></li>`).join('')}</ul></nav>
<main>${sections.join('')}
<section><h2 id="schemas">schemas</h2>${schemas.map(([id, schema]) => schemaHtml(id, schema)).join('')}</section></main>
</body>
</html>
`
}

interface Shown {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

function operationHtml({ path, method, operation }: Shown): string {
  const { summary, parameters = [], requestBody, responses } = operation
  const [status = '', answer = {}] = Object.entries(responses)[0] ?? []
  const body = schemaIn(requestBody)
  const given = schemaIn(answer)
  return `<article><h3><span class="method">${method.toUpperCase()}</span> <code>${escape(path)}</code></h3>
<p>${prose(summary)}</p>${parameters.length > 0 ? parametersHtml(parameters) : ''}
${body ? `<h4>Body</h4><pre tabindex="0">${shapeHtml(body, '')}</pre>` : ''}
<h4>Answer ${escape(status)}</h4>${given ? `<pre tabindex="0">${shapeHtml(given, '')}</pre>` : `<p>${prose(answer.description ?? '')}</p>`}</article>`
}

function parametersHtml(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? '' : ', may be left out'}</td><td><code>${shapeHtml(schema, '')}</code></td><td>${prose(description)}</td></tr>`,
  )
  return `<table><thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">Takes</th><th scope="col">Means</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function schemaHtml(id: string, schema: Schema): string {
  const { description } = schema
  return `<article><h3 id="schema-${escape(id)}">${escape(id)}</h3>${typeof description === 'string' ? `<p>${prose(description)}</p>` : ''}<pre tabindex="0">${shapeHtml(schema, '')}</pre></article>`
}

function schemaIn(holder: Schema | undefined): Schema | undefined {
  const content = holder?.['content'] as Readonly<Record<string, { readonly schema?: Schema }>> | undefined
  return content?.['application/json']?.schema
}

/** As a type is written. */
function shapeHtml(schema: Schema, indent: string): string {
  const { $ref, type, properties, items, enum: values, anyOf, additionalProperties, required = [] } = schema
  if (typeof $ref === 'string') {
    const id = $ref.split('/').at(-1)!
    return `<a href="#schema-${escape(id)}">${escape(id)}</a>`
  }
  if ('const' in schema) return escape(JSON.stringify(schema['const']))
  if (Array.isArray(values)) return values.map((value) => escape(JSON.stringify(value))).join(' | ')
  if (Array.isArray(anyOf)) return anyOf.map((one) => shapeHtml(one as Schema, indent)).join(' | ')
  if (items) return `${shapeHtml(items as Schema, indent)}[]`
  if (properties) {
    const inner = `${indent}  `
    const lines = Object.entries(properties as Readonly<Record<string, Schema>>).map(([name, one]) => {
      const mark = (required as readonly string[]).includes(name) ? '' : '?'
      return `${inner}${escape(name)}${mark}: ${shapeHtml(one, inner)}`
    })
    return `{\n${lines.join('\n')}\n${indent}}`
  }
  if (typeof additionalProperties === 'object' && additionalProperties !== null)
    return `{ [name]: ${shapeHtml(additionalProperties as Schema, indent)} }`
  return typeof type === 'string' ? type : Array.isArray(type) ? type.join(' | ') : 'any'
}

/** Text with words in `backticks` as code. */
function prose(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
