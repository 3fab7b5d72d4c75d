import { ModelError } from './error'

/** Reads a config field by field. Every refusal says the file, the field, what is known and what came. */
export class Fields {
  private readonly left: Map<string, unknown>

  constructor(
    readonly file: string,
    json: unknown,
  ) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new ModelError(`${file} is not a JSON object`)
    this.left = new Map(Object.entries(json))
  }

  private take(key: string): unknown {
    const value = this.left.get(key)
    this.left.delete(key)
    return value ?? undefined
  }

  fail(key: string, value: unknown, expected: string): never {
    throw new ModelError(`${this.file}: ${key} is ${JSON.stringify(value)}; ${expected}`)
  }

  private check<T>(key: string, fits: (value: unknown) => value is T, expected: string, otherwise?: T): T {
    const value = this.take(key)
    if (value === undefined && otherwise !== undefined) return otherwise
    if (value === undefined) throw new ModelError(`${this.file}: ${key} is missing`)
    return fits(value) ? value : this.fail(key, value, expected)
  }

  int(key: string, otherwise?: number): number {
    return this.check(key, isCount, 'a whole number above 0 is expected', otherwise)
  }

  number(key: string, otherwise?: number): number {
    return this.check(key, isNumber, 'a number is expected', otherwise)
  }

  bool(key: string, otherwise?: boolean): boolean {
    return this.check(key, (value) => typeof value === 'boolean', 'true or false is expected', otherwise)
  }

  ints(key: string): number[] {
    return this.check(key, isCounts, 'a list of whole numbers above 0 is expected')
  }

  optionalNumbers(key: string): number[] | undefined {
    const value = this.take(key)
    if (value === undefined || (Array.isArray(value) && value.every(isNumber))) return value
    return this.fail(key, value, 'a list of numbers is expected')
  }

  /** One number for every block, or a list with one for each. */
  perBlock(key: string, blocks: number, otherwise?: number): number[] {
    const value = this.check(
      key,
      (it) => isCount(it) || isCounts(it),
      'a whole number or a list of them is expected',
      otherwise,
    )
    if (isCount(value)) return Array<number>(blocks).fill(value)
    return value.length === blocks
      ? value
      : this.fail(key, value, `one number for each of ${blocks} blocks is expected`)
  }

  choice<T extends string>(key: string, known: readonly T[], otherwise?: T): T {
    const fits = (value: unknown): value is T => known.includes(value as T)
    return this.check(key, fits, `known is ${known.join(', ')}`, otherwise)
  }

  choices<T extends string>(key: string, known: readonly T[], count: number): T[] {
    const fits = (value: unknown): value is T[] => Array.isArray(value) && value.every((item) => known.includes(item))
    const value = this.check(key, fits, `known is ${known.join(', ')}`)
    return value.length === count ? value : this.fail(key, value, `${count} blocks are expected`)
  }

  /** Fields of which only one value is supported. */
  only(fields: Readonly<Record<string, unknown>>): void {
    for (const [key, expected] of Object.entries(fields)) {
      const value = this.take(key)
      if (value !== undefined && value !== expected)
        this.fail(key, value, `only ${JSON.stringify(expected)} is supported`)
    }
  }

  /** Fields that change nothing here. */
  ignore(...keys: string[]): void {
    for (const key of keys) this.left.delete(key)
  }

  /** Refuses what nobody asked for, unless it is off: it may change what the model computes. */
  end(): void {
    for (const [key, value] of this.left) {
      if (key.startsWith('_') || value === null || value === false) continue
      throw new ModelError(`${this.file}: ${key} is not known (its value is ${JSON.stringify(value)})`)
    }
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.length > 0 && value.every(isCount)
