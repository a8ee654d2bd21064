/**
 * A file of named number arrays: "BGYT", length of the JSON directory (u32, little endian), the directory, then each
 * array at a multiple of 8 bytes. Little endian throughout, as is every machine that Node runs on.
 */
import { problem } from '../errors.ts';

const MAGIC = 0x54594742;
const TYPES = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;
type TypeName = keyof typeof TYPES;
interface Entry {
  type: TypeName;
  offset: number;
  length: number;
}

function typeOf(array: NumberArray): TypeName {
  for (const [name, type] of Object.entries(TYPES)) if (array instanceof type) return name as TypeName;
  throw problem('invalid-model', 'This kind of array cannot be stored');
}

const aligned = (n: number) => Math.ceil(n / 8) * 8;

/** Bytes of a container with these arrays. */
export function packArrays(arrays: Readonly<Record<string, NumberArray>>): Uint8Array {
  const directory: Record<string, Entry> = {};
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    directory[name] = { type: typeOf(array), offset, length: array.length };
    offset = aligned(offset + array.byteLength);
  }
  const header = new TextEncoder().encode(JSON.stringify(directory));
  const base = aligned(8 + header.length);
  const bytes = new Uint8Array(base + offset);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, 8);
  for (const [name, array] of Object.entries(arrays))
    bytes.set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
      base + (directory[name] as Entry).offset,
    );
  return bytes;
}

/** Arrays of a container, read with their expected type. */
export interface Arrays {
  has(name: string): boolean;
  get<T extends TypeName>(name: string, type: T): InstanceType<(typeof TYPES)[T]>;
}

/** @throws Problem `invalid-model` if the bytes are not a container or an array is missing or of another type */
export function unpackArrays(bytes: Uint8Array): Arrays {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC)
    throw problem('invalid-model', 'The weights file is not one of ours or is damaged');
  const length = view.getUint32(4, true);
  const directory = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, Entry>;
  const base = aligned(8 + length);
  return {
    has: (name) => name in directory,
    get(name, type) {
      const entry = directory[name];
      if (entry === undefined || entry.type !== type)
        throw problem('invalid-model', `The weights file has no array "${name}" of type ${type}`);
      const Type = TYPES[type];
      const from = bytes.byteOffset + base + entry.offset;
      const end = from + entry.length * Type.BYTES_PER_ELEMENT;
      // A copy: the file's buffer may start at any address, and typed arrays may not.
      return new Type(bytes.buffer.slice(from, end) as ArrayBuffer) as InstanceType<(typeof TYPES)[typeof type]>;
    },
  };
}
