/** Does jobs as long as all of them take no more than `share` of the time that passes; leaves out those that come too early. */
export function shareOfTime(share: number, now: () => number = () => performance.now()) {
  const began = now()
  let spent = 0
  return async <T>(job: () => Promise<T>): Promise<T | undefined> => {
    const start = now()
    if (spent > share * (start - began)) return undefined
    try {
      return await job()
    } finally {
      spent += now() - start
    }
  }
}
