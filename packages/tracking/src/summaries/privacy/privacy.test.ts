import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { capturing, captureFor, isCapture } from './capture.ts'
import { maskText } from './mask-text.ts'
import { previewOf, PREVIEW_BYTES } from './preview.ts'
import { secretNames } from './secret-names.ts'
import { isSecret, secret } from './secret.ts'

describe('secret', () => {
  it('gives its value only to who asks for it', () => {
    const key = secret('hunter22')
    expect(key.reveal()).toBe('hunter22')
    const written = [
      String(key),
      JSON.stringify({ key }),
      inspect({ key }, { showHidden: true, depth: 9 }),
      Object.keys(key).join(),
    ]
    expect(written.join()).not.toContain('hunter22')
    expect(JSON.stringify({ key })).toBe('{"key":"[secret]"}')
    expect(inspect(key)).toBe('[secret]')
  })

  it('is known by its brand, also from another copy of the package', () => {
    const other = { [Symbol.for('throughline.secret')]: true, reveal: () => 1 }
    expect([secret(1), other, { reveal: () => 1 }, null, 'x'].map(isSecret)).toEqual([true, true, false, false, false])
  })
})

describe('secretNames', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'userPasswd',
    'clientSecret',
    'api-key',
    'apiKey',
    'X-Api-Key',
    'Authorization',
    'Set-Cookie',
    'accessToken',
    'refresh_token',
    'token',
    'pin',
    'PWD',
    'privateKey',
    'AWS_SECRET_ACCESS_KEY',
    'jwt',
  ])('knows that %s is secret', (name) => expect(secretNames()(name)).toBe(true))

  it.each([
    'name',
    'passengers',
    'spinning',
    'author',
    'tokens',
    'maxTokens',
    'prompt_tokens',
    'tokenCount',
    'tokenizer',
    'compass',
    'key',
    'monkey',
    'sidebar',
  ])('knows that %s is not', (name) => expect(secretNames()(name)).toBe(false))

  it('can be given other names, more names, and exceptions', () => {
    expect(['password', 'plate'].map(secretNames({ names: ['plate'] }))).toEqual([false, true])
    expect(['password', 'plateNo', 'x1'].map(secretNames({ moreNames: ['plate', /^x\d$/] }))).toEqual([
      true,
      true,
      true,
    ])
    expect(['secretSanta', 'secret'].map(secretNames({ allowedNames: ['secretSanta'] }))).toEqual([false, true])
    const global = secretNames({ moreNames: [/^x/g] })
    expect(['x1', 'x2', 'x3'].map(global)).toEqual([true, true, true])
  })
})

describe('maskText', () => {
  it.each([
    ['postgres://ann:p%40ss@db:5432/x', 'postgres://[credentials]@db:5432/x'],
    ['postgres://ann:1/2?3#4@db/x', 'postgres://[credentials]@db/x'],
    ['postgres:/ann:hunter2@db/x', 'postgres:/[credentials]@db/x'],
    ['postgres://ann:pw@db/x?owner=a:b@c', 'postgres://[credentials]@db/x?owner=a:b@c'],
    ['https://host:8080/@ann', 'https://host:8080/@ann'],
    ['https://token@host/path', 'https://[credentials]@host/path'],
    ['https://a:b@c@host/', 'https://[credentials]@host/'],
    [
      'https://host/@scope/x?access_token=abc&page=2#id_token=def',
      'https://host/@scope/x?access_token=[redacted]&page=2#id_token=[redacted]',
    ],
    ['https://s3/x?X-Amz-Signature=ab12&X-Amz-Date=1', 'https://s3/x?X-Amz-Signature=[redacted]&X-Amz-Date=1'],
    ['Authorization: Bearer abc.def-123', 'Authorization: [redacted] [credentials]'],
    ['curl -H "Bearer abcdef123"', 'curl -H "Bearer [credentials]"'],
    ["mail ann.o'neil+x@mail.example.co.uk now", 'mail [email] now'],
    ['card 4111 1111 1111 1111, order 4111 1111 1111 1112', 'card [card], order 4111 1111 1111 1112'],
    ['AKIAIOSFODNN7EXAMPLE and ghp_abcdefghijklmnop1234', '[key] and [key]'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[key]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- end', '[key] end'],
    ['DB_PASSWORD=hunter22 PORT=1', 'DB_PASSWORD=[redacted] PORT=1'],
    ['{"apiKey": "ab cd", "page": 2}', '{"apiKey": [redacted], "page": 2}'],
    [
      '2024-01-02T03:04:05 is 12345 of 67890, see https://example.com/a?b=c',
      '2024-01-02T03:04:05 is 12345 of 67890, see https://example.com/a?b=c',
    ],
  ])('makes of %s: %s', (text, masked) => {
    expect(maskText(text)).toBe(masked)
  })

  it('changes nothing when it is done again', () => {
    const once = maskText('https://a:b@h/?token=x, pwd: "q w", ann@example.com, Bearer abcdefgh')
    expect(maskText(once)).toBe(once)
  })

  it('is done with a megabyte of whatever is awkward, which it would not be if it looked at it again and again', () => {
    for (const part of [
      'a',
      '@',
      'a.',
      '://',
      '1 ',
      'a@a',
      'password',
      '?a',
      '-',
      'eyJ-',
      'bearer ',
      '-----BEGIN ',
      'token="',
    ]) {
      expect(maskText(part.repeat(1_000_000 / part.length)).length).toBeGreaterThan(0)
    }
  })
})

describe('previewOf', () => {
  it('is small, whatever it is of', () => {
    const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
    const values = [
      'x'.repeat(1e6),
      'word '.repeat(1e5),
      Array.from({ length: 1e5 }, (_, at) => ({ at, text: 'é'.repeat(1000) })),
      new Float64Array(1e6),
      new Map(Array.from({ length: 1e4 }, (_, at) => [`key${at}`, 'v'.repeat(500)])),
      new Set(Array.from({ length: 1e4 }, (_, at) => at)),
      new ArrayBuffer(1e6),
      deep,
      Object.fromEntries(Array.from({ length: 1000 }, (_, at) => ['k'.repeat(500) + at, at])),
    ]
    for (const value of values) {
      const preview = previewOf(value)
      expect(preview).toBeDefined()
      expect(Buffer.byteLength(JSON.stringify(preview))).toBeLessThanOrEqual(PREVIEW_BYTES)
    }
  })

  it('does not cut a secret in half', () => {
    for (let before = 100; before < 4200; before += 50) {
      const text = `${'word '.repeat(before / 5)}https://ann:hunter22hunter22@example.com/ and more ${'x '.repeat(3000)}`
      expect(JSON.stringify(previewOf(text))).not.toContain('hunter')
    }
    expect(previewOf('x'.repeat(5000))).toBe('[text of 5000]')
  })

  it('is redacted', () => {
    const value = [{ user: 'ann@example.com', password: 'hunter22', key: secret('topsecret') }]
    expect(previewOf(value)).toEqual([{ user: '[email]', password: '[redacted]', key: '[secret]' }])
  })
})

describe('captureFor', () => {
  const policy = {
    default: 'sample',
    nodes: { 'eu.*': 'schema', 'eu.sales.*': 'none', 'eu.total': 'full', '*': 'summary' },
    tags: { pii: 'schema', 'owner=billing': 'none' },
  } as const

  it('is `summary` when nothing is said', () => {
    expect(captureFor({}, 'x')).toBe('summary')
    expect(captureFor({ default: 'none' }, 'x')).toBe('none')
  })

  it('takes the name, the tag of the node, other tags, the longest pattern, the default, in this order', () => {
    const of = capturing(policy)
    expect(of('eu.total', { pii: true })).toBe('full')
    expect(of('eu.x', { capture: 'sample', pii: true })).toBe('sample')
    expect(of('eu.x', { pii: true, owner: 'billing' })).toBe('none')
    expect(of('eu.x', { owner: 'growth' })).toBe('schema')
    expect(of('eu.sales.x')).toBe('none')
    expect(of('us')).toBe('summary')
    expect(of('eu.x', { capture: 'everything' })).toBe('schema')
  })

  it('takes a pattern as it is written', () => {
    expect(captureFor({ nodes: { 'a.b*': 'none' } }, 'axb1')).toBe('summary')
    expect(captureFor({ nodes: { 'a.b*': 'none' } }, 'a.b1')).toBe('none')
  })

  it('knows its words', () => {
    expect(['none', 'full', 'all', 1].map(isCapture)).toEqual([true, true, false, false])
  })
})
