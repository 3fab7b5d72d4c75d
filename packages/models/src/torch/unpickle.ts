import { ModelError } from '../error'

/** A name that a pickle imports. It stands for itself: nothing is looked up, nothing can be called. */
export class Global {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
  get path(): string {
    return `${this.module}.${this.name}`
  }
}
/** An object of a class that means nothing here. What is put into it is dropped. */
export class Opaque {}

/** What a pickle may do besides making plain values. */
export type Handlers = {
  /** May throw to refuse an import. */
  readonly imported: (global: Global) => void
  /** What calling `of` gives. */
  readonly made: (of: Global, args: readonly unknown[]) => unknown
  /** What stands for a persistent id. */
  readonly persistent: (id: unknown) => unknown
}

const mark = Symbol('mark')
const utf8 = new TextDecoder()

/**
 * Reads the pickle at `start`: dictionaries become Maps, lists and tuples arrays. A program for a stack machine, of which
 * only what builds data is understood: https://github.com/python/cpython/blob/v3.12.0/Lib/pickletools.py
 */
export function unpickle(bytes: Uint8Array, start: number, handlers: Handlers): { value: unknown; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stack: unknown[] = []
  const memo = new Map<number, unknown>()
  let at = start

  const refuse = (reason: string): never => {
    throw new ModelError(`its pickle ${reason}`)
  }
  const skip = (count: number): number => {
    if (count < 0 || count > bytes.length - at) refuse('is cut off')
    at += count
    return at - count
  }
  const uint8 = () => bytes[skip(1)]!
  const uint32 = () => view.getUint32(skip(4), true)
  const uint64 = () => Number(view.getBigUint64(skip(8), true))
  const take = (count: number) => bytes.subarray(skip(count), at)
  const text = (count: number) => utf8.decode(take(count))
  const line = (): string => {
    const end = bytes.indexOf(10, at)
    if (end < 0) refuse('is cut off')
    const found = text(end - at)
    at++
    return found
  }
  const pop = (): unknown => {
    if (stack.length === 0) refuse('takes from an empty stack')
    const value = stack.pop()
    return value === mark ? refuse('takes a mark for a value') : value
  }
  const top = (): unknown => (stack.length === 0 ? refuse('takes from an empty stack') : stack.at(-1))
  const popToMark = (): unknown[] => {
    const from = stack.lastIndexOf(mark)
    if (from < 0) refuse('has no mark where one is needed')
    const items = stack.splice(from + 1)
    stack.pop()
    return items
  }
  const remember = (key: number) => memo.set(key, top())
  const recall = (key: number) => stack.push(memo.has(key) ? memo.get(key) : refuse(`asks for item ${key}, not kept`))
  const global = (module: string, name: string) => {
    const found = new Global(module, name)
    handlers.imported(found)
    stack.push(found)
  }
  const make = (args: unknown, of: unknown) => {
    if (!(of instanceof Global)) stack.push(of instanceof Opaque ? new Opaque() : refuse('calls what cannot be called'))
    else stack.push(handlers.made(of, Array.isArray(args) ? args : refuse('calls with no list of arguments')))
  }
  const setItems = (items: readonly unknown[]) => {
    const into = top()
    if (into instanceof Map) for (let i = 0; i + 1 < items.length; i += 2) into.set(items[i], items[i + 1])
    else if (!(into instanceof Opaque)) refuse('puts entries into what is no dictionary')
  }
  const append = (items: readonly unknown[]) => {
    const into = top()
    if (Array.isArray(into)) for (const item of items) into.push(item)
    else if (!(into instanceof Opaque)) refuse('puts items into what is no list')
  }
  /** A whole number of `count` bytes, lowest first. */
  const long = (count: number): number | bigint => {
    if (count > 64) refuse('has a number of more than 64 bytes')
    const digits = take(count)
    let value = 0n
    for (const [i, digit] of digits.entries()) value |= BigInt(digit) << BigInt(8 * i)
    if (count > 0 && digits[count - 1]! >= 128) value -= 1n << BigInt(8 * count)
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }
  const decimal = (word: string): unknown => {
    if (word === '00' || word === '01') return word === '01'
    const value = Number(word.replace(/L$/, ''))
    return Number.isNaN(value) ? refuse('has a number that is none') : value
  }

  // biome-ignore format: one line for each operation
  const operations: Readonly<Record<number, () => unknown>> = {
    128: () => skip(1), 149: () => skip(8), // protocol, frame
    40: () => stack.push(mark), 48: () => pop(), 49: () => popToMark(), 50: () => stack.push(top()),
    78: () => stack.push(null), 136: () => stack.push(true), 137: () => stack.push(false),
    74: () => stack.push(view.getInt32(skip(4), true)), 75: () => stack.push(uint8()),
    77: () => stack.push(view.getUint16(skip(2), true)), 71: () => stack.push(view.getFloat64(skip(8))),
    138: () => stack.push(long(uint8())), 139: () => stack.push(long(uint32())),
    73: () => stack.push(decimal(line())), 76: () => stack.push(decimal(line())), 70: () => stack.push(decimal(line())),
    88: () => stack.push(text(uint32())), 140: () => stack.push(text(uint8())), 141: () => stack.push(text(uint64())),
    84: () => stack.push(text(uint32())), 85: () => stack.push(text(uint8())),
    83: () => stack.push(line().replace(/^(['"])(.*)\1$/, '$2')), 86: () => stack.push(line()),
    66: () => stack.push(take(uint32())), 67: () => stack.push(take(uint8())), 142: () => stack.push(take(uint64())),
    125: () => stack.push(new Map()), 93: () => stack.push([]), 41: () => stack.push([]), 143: () => stack.push(new Opaque()),
    116: () => stack.push(popToMark()), 108: () => stack.push(popToMark()),
    133: () => stack.push([pop()]), 134: () => stack.push([pop(), pop()].reverse()), 135: () => stack.push([pop(), pop(), pop()].reverse()),
    100: () => { const items = popToMark(); stack.push(new Map()); setItems(items) },
    115: () => setItems([pop(), pop()].reverse()), 117: () => setItems(popToMark()),
    97: () => append([pop()]), 101: () => append(popToMark()), 144: () => popToMark(), 145: () => { popToMark(); stack.push(new Opaque()) },
    112: () => remember(Number(line())), 113: () => remember(uint8()), 114: () => remember(uint32()), 148: () => remember(memo.size),
    103: () => recall(Number(line())), 104: () => recall(uint8()), 106: () => recall(uint32()),
    99: () => global(line(), line()),
    147: () => { const name = pop(); global(`${pop()}`, `${name}`) },
    82: () => make(pop(), pop()), 129: () => make(pop(), pop()), 146: () => { pop(); make(pop(), pop()) },
    98: () => pop(), // state of an object
    80: () => stack.push(handlers.persistent(line())), 81: () => stack.push(handlers.persistent(pop())),
  }
  const stop = 0x2e
  for (;;) {
    const code = uint8()
    if (code === stop) return { value: pop(), end: at }
    const operation = operations[code] ?? refuse(`has the operation 0x${code.toString(16)}, which builds no data`)
    operation()
  }
}
