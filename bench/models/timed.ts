/** Seconds that a call takes: of the processor for one thread, else by the clock. */
export async function timed(threads: number, call: () => Promise<void>): Promise<number> {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  await call()
  const { user, system } = process.cpuUsage(cpu)
  return threads === 1 ? (user + system) / 1e6 : (performance.now() - start) / 1000
}
