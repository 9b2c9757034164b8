// Thrift (compact protocol) is gone through before it is decoded: lists are no longer than their bytes, numbers no longer
// than 64 bits, nothing nests without end. https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

import { Unreadable } from './unreadable.ts'

const STOP = 0
const [TRUE, FALSE, BYTE] = [1, 2, 3]
const [I16, I32, I64, DOUBLE] = [4, 5, 6, 7]
const [BINARY, LIST, STRUCT] = [8, 9, 12]
const MOST_DEPTH = 24

/** Where the struct ends that begins at an offset. @throws {Unreadable} when it does not */
export function endOfStruct(bytes: Uint8Array, offset: number): number {
  return new Walk(bytes, offset).struct(0)
}

class Walk {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  struct(depth: number): number {
    if (depth > MOST_DEPTH) throw this.#broken('nests too deep')
    for (;;) {
      const head = this.#byte()
      const type = head & 15
      if (type === STOP) return this.#at
      if (head >> 4 === 0) this.#number()
      this.#value(type, depth, false)
    }
  }

  #value(type: number, depth: number, isElement: boolean): void {
    if (type === TRUE || type === FALSE) return isElement ? this.#skip(1) : undefined
    if (type === BYTE) return this.#skip(1)
    if (type === I16 || type === I32 || type === I64) return void this.#number()
    if (type === DOUBLE) return this.#skip(8)
    if (type === BINARY) return this.#skip(this.#number())
    if (type === LIST) return this.#list(depth + 1)
    if (type === STRUCT) return void this.struct(depth + 1)
    throw this.#broken(`has a value of the unknown type ${type}`)
  }

  #list(depth: number): void {
    const head = this.#byte()
    const count = head >> 4 === 15 ? this.#number() : head >> 4
    if (depth > MOST_DEPTH || count > this.#bytes.length - this.#at) {
      throw this.#broken(`has a list of ${count} elements in ${this.#bytes.length - this.#at} bytes`)
    }
    for (let index = 0; index < count; index++) this.#value(head & 15, depth, true)
  }

  #number(): number {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    throw this.#broken('has a number of more than 64 bits')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw this.#broken('ends too early')
    return byte
  }

  #skip(length: number): void {
    this.#at += length
    if (!(this.#at <= this.#bytes.length)) throw this.#broken('ends too early')
  }

  #broken(found: string): Unreadable {
    return new Unreadable(`a header ${found}`)
  }
}
