// How instances of a class are kept: named in the code that opens the application, never by what is read.

export interface Codec<Value = any> {
  /** Written with the value. */
  readonly name: string
  readonly is: (value: object) => value is Value & object
  /** @returns plain data, or what another codec takes */
  readonly encode: (value: Value) => unknown
  readonly decode: (data: any) => Value
}
