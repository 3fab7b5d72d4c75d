import { gaussian } from '../../packages/diffusion/src/index'
import { openSession, type Session } from '../../packages/models/src/session'
import type { Scope, Value } from '../../packages/onnx-graph/src/index'
import * as nn from '../../packages/onnx-graph/src/index'
import type { Tensor } from '../../packages/tensor/src/index'

// 16 bits out of 8: a number is 256·high + low, both of 8 bits, and a product high·high, high·low and low·high; low·low is
// left out. One large linear layer and one 3 × 3 convolution of Stable Diffusion 1.5, against 32 bits, on one thread.
//   npx tsx bench/models/int16.ts
const ROUNDS = 10
/** Of 16-bit values: their high part fits into 8 bits. */
const largest = 127 * 256

type Weight = { readonly high: Value; readonly low: Value; readonly scale: Float32Array }

/** Values [inputs,outputs], rounded to 16 bits with a scale per output. */
function split(g: Scope, data: Float32Array, inputs: number, outputs: number): Weight {
  const scale = new Float32Array(outputs)
  for (const [i, value] of data.entries()) scale[i % outputs] = Math.max(scale[i % outputs]!, Math.abs(value) / largest)
  const whole = data.map((value, i) => Math.round(value / scale[i % outputs]!))
  const high = whole.map((value) => Math.round(value / 256))
  const part = (name: string, values: Float32Array): Value =>
    g.node('Cast', [g.computed(name, values, [inputs, outputs])], { shape: [inputs, outputs], type: 'int8' }, { to: 3 })
  return {
    high: part('high', high),
    low: part(
      'low',
      whole.map((value, i) => value - 256 * high[i]!),
    ),
    scale,
  }
}

/** x in 16 bits, with one scale for all values along the axes: its parts in 8 bits, 128 standing for 0. */
function quantized(g: Scope, x: Value, along: readonly number[]) {
  const row = { shape: x.shape.map((size, axis) => (along.includes(axis) ? 1 : size)) }
  const size = g.node('ReduceMax', [g.node('Abs', [x], x), g.constant(along, 'int64')], row)
  const scale = nn.times(g, g.node('Max', [size, g.constant(1e-30)], row), 1 / largest)
  const whole = nn.mul(g, x, g.node('Reciprocal', [scale], row))
  const high = g.node('Round', [nn.times(g, whole, 1 / 256)], x)
  const low = nn.sub(g, whole, nn.times(g, high, 256))
  const stored = (value: Value) =>
    g.node('QuantizeLinear', [value, g.constant(1), g.constant(128, 'uint8')], { shape: x.shape, type: 'uint8' })
  return { high: stored(high), low: stored(low), scale }
}

function product(g: Scope, x: ReturnType<typeof quantized>, weight: Weight): Value {
  const shape = [...x.high.shape.slice(0, -1), weight.scale.length]
  const scales = [65_536, 256].map((factor) =>
    g.computed(
      `scale/${factor}`,
      weight.scale.map((value) => value * factor),
      [weight.scale.length],
    ),
  ) as [Value, Value]
  const times = (a: Value, b: Value, scale: Value) =>
    g.node(
      'MatMulIntegerToFloat',
      [a, b, g.constant(1), scale, g.constant(128, 'uint8')],
      { shape },
      {},
      'com.microsoft',
    )
  const small = nn.add(g, times(x.high, weight.low, scales[1]), times(x.low, weight.high, scales[1]))
  return nn.mul(g, nn.add(g, times(x.high, weight.high, scales[0]), small), x.scale)
}

/** What a 3 × 3 kernel sees at each place: x [1,h,w,C] → [1,h,w,9C] */
function windows(g: Scope, x: Value): Value {
  const [, h, w, C] = x.shape as number[]
  const ends = g.constant([0, 1, 1, 0, 0, 1, 1, 0], 'int64')
  const padded = g.node('Pad', [x, ends, g.constant(128, 'uint8')], { shape: [1, h! + 2, w! + 2, C!], type: 'uint8' })
  const seen = Array.from({ length: 9 }, (_, i) => {
    const [top, left] = [Math.floor(i / 3), i % 3]
    const rows = nn.slice(g, padded, top, top + h!, 1)
    return nn.slice(g, rows, left, left + w!, 2)
  })
  return nn.concat(g, seen, 3)
}

const draw = gaussian(1)
const normal = (...shape: number[]): Float32Array => draw(shape).data

/** Milliseconds of CPU that a run takes: waiting for others on the machine does not count. */
async function measure(sessions: readonly Session[], x: Tensor): Promise<number[]> {
  const spent: number[][] = sessions.map(() => [])
  for (let round = 0; round < ROUNDS + 3; round++)
    for (const [i, session] of sessions.entries()) {
      const before = process.cpuUsage()
      await session.run({ x })
      const { user, system } = process.cpuUsage(before)
      if (round >= 3) spent[i]!.push((user + system) / 1000)
    }
  return spent.map((times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!)
}

async function compare(name: string, shape: number[], build: (g: Scope, x: Value, exact: boolean) => Value) {
  const sessions: Session[] = []
  for (const exact of [true, false]) {
    const g = nn.Scope.root(name, new Map())
    g.output('y', build(g, g.input('x', 'float32', shape), exact))
    sessions.push(await openSession(g, { threads: 1 }))
  }
  const x = { shape, data: normal(...shape) }
  const [y32, y16] = await Promise.all(sessions.map(async (session) => (await session.run({ x })).y!.data))
  const most = y32!.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  const off = y32!.reduce((max, value, i) => Math.max(max, Math.abs(value - y16![i]!)), 0)
  const [exact, split] = (await measure(sessions, x)) as [number, number]
  const times = `${exact.toFixed(1)} ms in 32 bits, ${split.toFixed(1)} ms in 16 of 8 (${(split / exact).toFixed(2)} ×)`
  console.log(`${name}: ${times}, error ${(off / most).toExponential(1)}`)
}

const [places, C, wide] = [4096, 320, 2560]
const linear = normal(C, wide)
await compare(`linear ${places} × ${C} → ${wide}`, [places, C], (g, x, exact) =>
  exact
    ? nn.matmul(g, x, g.computed('weight', linear, [C, wide]))
    : product(g, quantized(g, x, [1]), split(g, linear, C, wide)),
)
const side = 64
const kernel = normal(9 * C, C) // [ky,kx,C] inputs, outputs
const ordered = new Float32Array(kernel.length) // the same as [to,C,ky,kx]
for (let at = 0; at < 9; at++)
  for (let c = 0; c < C; c++)
    for (let to = 0; to < C; to++) ordered[(to * C + c) * 9 + at] = kernel[(at * C + c) * C + to]!
await compare(`3 × 3 convolution of ${C} at ${side} × ${side}`, [1, C, side, side], (g, x, exact) => {
  const window = { kernel: 3, stride: 1, pads: [1, 1, 1, 1] }
  if (exact) return nn.conv2dWith(g, x, g.computed('weight', ordered, [C, C, 3, 3]), window)
  const { high, low, scale } = quantized(g, nn.transpose(g, x, [0, 2, 3, 1]), [1, 2, 3])
  return nn.transpose(
    g,
    product(g, { high: windows(g, high), low: windows(g, low), scale }, split(g, kernel, 9 * C, C)),
    [0, 3, 1, 2],
  )
})
