import type { RunEvent, Workflow } from '@loom/protocol'
import type { NodeLibrary } from '@loom/runtime'
import type { RunImages } from '../store/run-store'

/** The images of a run's terminal nodes, from what it told. */
export function imagesOf(events: readonly RunEvent[], workflow: Workflow, library: NodeLibrary): RunImages {
  const images: RunImages = {}
  for (const event of events) {
    if (event.type !== 'node-done' || !event.result?.images) continue
    const type = workflow.nodes[event.node]?.type
    if (type !== undefined && library.get(type)?.terminal) images[event.node] = event.result.images
  }
  return images
}
