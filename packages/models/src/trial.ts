import * as nn from '@loom/onnx-graph'
import { openSession } from './session'

const width = 512
/** Numbers of no order, of about 0.7. */
const numbers = (rows: number, scale: number) => ({
  shape: [rows, width],
  data: Float32Array.from({ length: rows * width }, (_, i) => scale * Math.sin(i * i)),
})

/** What a device makes of a product, and how long a large one takes. */
type Trial = { readonly ms: number; readonly values: Float32Array }

/** Multiplies a row twice by a matrix on a device, computing in `type`; then many rows so many times, of which the best time counts. */
export async function trial(device: string, type: nn.Float, timed = 0): Promise<Trial> {
  const g = nn.Scope.root('trial', new Map())
  const x = g.cast(g.input('x', 'float32', ['rows', width]), type)
  const square = g.cast(g.input('square', 'float32', [width, width]), type)
  g.output('y', nn.slice(g, nn.matmul(g, nn.matmul(g, x, square), square), 0, 1))
  const session = await openSession(g, { device })
  try {
    const run = (rows: number) => session.run({ x: numbers(rows, 1), square: numbers(width, width ** -0.5) })
    const { y } = await run(1) // kernels are compiled in it
    let ms = Number.POSITIVE_INFINITY
    for (let i = 0; i < timed; i++) {
      const start = performance.now()
      await run(width)
      ms = Math.min(ms, performance.now() - start)
    }
    return { ms, values: y!.data }
  } finally {
    await session.dispose()
  }
}

/** Whether two trials gave the same, up to the rounding of 16 bits. */
export function computesRight({ values }: Trial, { values: expected }: Trial): boolean {
  const square = (of: Float32Array) => of.reduce((sum, value) => sum + value * value, 0)
  return square(values.map((value, i) => value - expected[i]!)) < 1e-4 * square(expected) // 1 % of its length
}
