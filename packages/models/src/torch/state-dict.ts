import { ModelError } from '../error'
import { Global, type Handlers, Opaque } from './unpickle'

/** Numbers in a file, by the key that torch gave them. */
export type Storage = { readonly key: string; readonly dtype: string; readonly count: number }
/** A tensor over a storage; offset and stride count elements. */
export class StoredView {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly stride: readonly number[],
  ) {}
}

/** Names as safetensors spells them. */
const dtypes: Readonly<Record<string, string>> = {
  ...{ FloatStorage: 'F32', HalfStorage: 'F16', BFloat16Storage: 'BF16', DoubleStorage: 'F64', LongStorage: 'I64' },
  ...{ IntStorage: 'I32', ShortStorage: 'I16', CharStorage: 'I8', ByteStorage: 'U8', BoolStorage: 'BOOL' },
}
export const bytesOf: Readonly<Record<string, number>> = {
  ...{ F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, I16: 2, I8: 1, U8: 1, BOOL: 1 },
}

const rebuild = ['torch._utils._rebuild_tensor_v2', 'torch._utils._rebuild_tensor']
const parameter = 'torch._utils._rebuild_parameter'
const dictionaries = ['collections.OrderedDict', 'collections.defaultdict', 'builtins.dict', '__builtin__.dict']
/** Found in checkpoints beside the tensors, as settings of a training; objects of these are passed over. */
const passedOver = [
  /^(pytorch_lightning|lightning|lightning_fabric|omegaconf)\.[\w.]+$/,
  /^numpy(\._?core\.multiarray\.(scalar|_reconstruct)|\.dtype|\.ndarray|\.float64|\.int64)$/,
  /^(builtins|__builtin__)\.(set|frozenset|list|tuple|int|float|str|bool|bytes|bytearray|complex|slice)$/,
  /^torch\.(Size|device|dtype|float16|float32|float64|bfloat16|int64|int32|nn\.parameter\.Parameter)$/,
  /^(_codecs\.encode|argparse\.Namespace|typing\.Any|collections\.Counter|pathlib\.(Posix|Windows|Pure\w*)?Path)$/,
]

/**
 * What a checkpoint's pickle may import: what rebuilds tensors, and some names that then stand for nothing. Notes in
 * `storages` what is told of numbers outside.
 */
export const torchHandlers = (storages: Map<string, Storage>): Handlers => ({
  imported(global) {
    const { path } = global
    const known = [...rebuild, parameter, ...dictionaries].includes(path) || storageType(global) !== undefined
    if (!known && !passedOver.some((pattern) => pattern.test(path)))
      throw new ModelError(
        `its pickle imports ${path.slice(0, 100)}, which is more than data; nothing of it was executed`,
      )
  },
  made(of, args) {
    if (rebuild.includes(of.path)) return tensorOf(args)
    if (of.path === parameter) return args[0]
    return dictionaries.includes(of.path) ? dictionaryOf(args) : new Opaque()
  },
  persistent(id) {
    const [kind, type, key, , count, view] = Array.isArray(id) ? id : []
    const dtype = type instanceof Global && storageType(type)
    if (kind !== 'storage' || !dtype || !isSize(count) || !['string', 'number'].includes(typeof key) || view)
      throw new ModelError('its pickle names numbers in a way that is not known')
    const storage = { key: `${key}`, dtype, count }
    storages.set(storage.key, storage)
    return storage
  },
})

const storageType = ({ module, name }: Global): string | undefined =>
  module === 'torch' && Object.hasOwn(dtypes, name) ? dtypes[name] : undefined

function tensorOf([storage, offset, shape, stride]: readonly unknown[]): StoredView {
  const fits =
    isStorage(storage) && isSize(offset) && isSizes(shape) && isSizes(stride) && shape.length === stride.length
  if (!fits) throw new ModelError('its pickle describes a tensor that is none')
  return new StoredView(storage, offset, shape, stride)
}

/** OrderedDict and its kind, also from a list of pairs. */
function dictionaryOf(args: readonly unknown[]): Map<unknown, unknown> {
  const pairs = args.find((arg): arg is unknown[] => Array.isArray(arg)) ?? []
  return new Map(pairs.filter((pair): pair is [unknown, unknown] => Array.isArray(pair) && pair.length === 2))
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.length <= 16 && value.every(isSize)
const isStorage = (value: unknown): value is Storage =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'count' in value && 'key' in value

/** The tensors of what a checkpoint holds: of its `state_dict`, or of itself. */
export function tensorsIn(value: unknown): Map<string, StoredView> {
  if (!(value instanceof Map)) throw new ModelError('it holds no dictionary of tensors')
  const inner = ['state_dict', 'params_ema', 'params'].map((key) => value.get(key)).find((it) => it instanceof Map)
  const found = new Map<string, StoredView>()
  const collect = (from: Map<unknown, unknown>, prefix: string) => {
    for (const [name, entry] of from) {
      if (typeof name !== 'string') continue
      if (entry instanceof StoredView) found.set(prefix + name, entry)
      else if (prefix === '' && entry instanceof Map) collect(entry, `${name}.`)
    }
  }
  collect((inner as Map<unknown, unknown> | undefined) ?? value, '')
  return found
}
