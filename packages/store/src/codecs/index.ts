// Codecs: values to bytes and back.

export { classCodec, type ClassCodecOptions, type Codec, type CodecOptions } from './codec.ts'
export { chooseCodec, decodeValue, encodeValue, isDecoded, type Decoded, type Encoded } from './encode-value.ts'
export { decodeItems, encodeItem, itemsEnd, itemsHead } from './items.ts'
export { arrowCodec, type ArrowLibrary } from './arrow-codec.ts'
export { jsonCodec } from './json-codec.ts'
