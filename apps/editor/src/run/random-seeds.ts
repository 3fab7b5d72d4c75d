import { isLink } from '@loom/protocol'
import { all, type Change, setInput } from '../document/commands'
import { useSettings } from '../settings'
import { randomSeed } from '../widgets/random-seed'

/** New values for the seeds that are to change after each run. */
export const drawSeeds: Change = (document) => {
  const seeds = useSettings.getState().randomised[document.name] ?? []
  const changes = seeds.flatMap((place) => {
    const [node, input] = place.split('.') as [string, string]
    const wired = isLink(document.nodes[node]?.inputs[input])
    return document.nodes[node] && !wired ? [setInput(node, input, randomSeed())] : []
  })
  return all(...changes)(document)
}
