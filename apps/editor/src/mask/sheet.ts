import { type Brush, type Place, paintLine } from './brush'
import { fillFrom } from './fill'
import { type Area, type Mask, wholeArea } from './mask'

type Step = { readonly area: Area; readonly before: Uint8ClampedArray; readonly after: Uint8ClampedArray }
const KEPT_STEPS = 60

/** A mask that is being drawn, with its undo. Tells which pixels changed. */
export class Sheet {
  private past: Step[] = []
  private future: Step[] = []
  /** The mask as it was before the stroke that goes on, and what that touched. */
  private stroke: { before: Uint8ClampedArray; areas: Area[] } | null = null
  private readonly listeners = new Set<(area: Area) => void>()
  private readonly stepListeners = new Set<() => void>()

  constructor(readonly mask: Mask) {}

  onChange(listener: (area: Area) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** After a whole stroke or another step, done or undone; not after each of its lines. */
  onStep(listener: () => void): () => void {
    this.stepListeners.add(listener)
    return () => this.stepListeners.delete(listener)
  }

  get canUndo(): boolean {
    return this.past.length > 0
  }
  get canRedo(): boolean {
    return this.future.length > 0
  }

  /** From here to `endStroke` all lines are one step. */
  beginStroke(): void {
    this.stroke ??= { before: this.mask.data.slice(), areas: [] }
  }

  line(from: Place, to: Place, brush: Brush): void {
    const area = paintLine(this.mask, from, to, brush)
    this.stroke?.areas.push(area)
    this.tell(area)
  }

  endStroke(): void {
    const { stroke } = this
    this.stroke = null
    const area = stroke && around(stroke.areas)
    if (stroke && area) this.record(area, stroke.before)
  }

  /** A stroke that was not meant: another finger came. */
  dropStroke(): void {
    if (this.stroke) this.mask.data.set(this.stroke.before)
    this.stroke = null
    this.tell(wholeArea(this.mask))
  }

  fill = ([x, y]: Place) => this.all((mask) => void fillFrom(mask, x, y))
  invert = () =>
    this.all(({ data }) => {
      for (let pixel = 0; pixel < data.length; pixel++) data[pixel] = 255 - data[pixel]!
    })
  clear = () => this.all(({ data }) => void data.fill(0))

  undo(): void {
    const step = this.past.pop()
    if (!step) return
    this.future.push(step)
    this.put(step.area, step.before)
  }

  redo(): void {
    const step = this.future.pop()
    if (!step) return
    this.past.push(step)
    this.put(step.area, step.after)
  }

  private all(edit: (mask: Mask) => void): void {
    const before = this.mask.data.slice()
    edit(this.mask)
    this.record(wholeArea(this.mask), before)
    this.tell(wholeArea(this.mask))
  }

  private record(area: Area, before: Uint8ClampedArray): void {
    const step = { area, before: cut(before, this.mask.width, area), after: cut(this.mask.data, this.mask.width, area) }
    if (step.after.every((value, place) => value === step.before[place])) return
    this.past = [...this.past, step].slice(-KEPT_STEPS)
    this.future = []
    this.stepped()
  }

  private put(area: Area, pixels: Uint8ClampedArray): void {
    for (let row = 0; row < area.height; row++)
      this.mask.data.set(
        pixels.subarray(row * area.width, (row + 1) * area.width),
        (area.y + row) * this.mask.width + area.x,
      )
    this.tell(area)
    this.stepped()
  }

  private stepped(): void {
    for (const listener of this.stepListeners) listener()
  }

  private tell(area: Area): void {
    for (const listener of this.listeners) listener(area)
  }
}

function cut(data: Uint8ClampedArray, width: number, area: Area): Uint8ClampedArray {
  const part = new Uint8ClampedArray(area.width * area.height)
  for (let row = 0; row < area.height; row++) {
    const from = (area.y + row) * width + area.x
    part.set(data.subarray(from, from + area.width), row * area.width)
  }
  return part
}

function around(areas: readonly Area[]): Area | undefined {
  const some = areas.filter(({ width, height }) => width > 0 && height > 0)
  if (some.length === 0) return undefined
  const x = Math.min(...some.map((area) => area.x))
  const y = Math.min(...some.map((area) => area.y))
  const right = Math.max(...some.map((area) => area.x + area.width))
  const bottom = Math.max(...some.map((area) => area.y + area.height))
  return { x, y, width: right - x, height: bottom - y }
}
