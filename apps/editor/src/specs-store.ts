import type { NodeSpec } from '@loom/protocol'
import { create } from 'zustand'
import type { Specs } from './document/specs'

/** The node types the server declares; empty until it has answered. */
export const useSpecs = create<{ specs: Specs }>(() => ({ specs: new Map() }))

export const specsNow = () => useSpecs.getState().specs
export const declare = (nodes: readonly NodeSpec[]) =>
  useSpecs.setState({ specs: new Map(nodes.map((spec) => [spec.type, spec])) })
