import { expect, it } from 'vitest'
import { PreviewSender } from './preview-sender'

const header = { node: 'steps', total: 3 }
const picture = { width: 1, height: 1, rgb: new Uint8Array(3) }

it('makes pictures only while somebody looks, and the newest for who comes late', async () => {
  const [made, sent]: [number[], unknown[]] = [[], []]
  const sender = new PreviewSender('run', false, async (message) => void sent.push(message))
  const offer = (done: number) =>
    sender.offer({
      ...{ ...header, done },
      preview() {
        made.push(done)
        return done === 3 ? undefined : picture
      },
    })
  await offer(1)
  await offer(2)
  expect([made, sent]).toEqual([[], []])
  sender.want(true)
  await expect.poll(() => sent).toMatchObject([{ type: 'preview', header: { ...header, done: 2 } }])
  await offer(3) // which leaves the last picture
  expect([made, sent.length]).toEqual([[2, 3], 1])
})
