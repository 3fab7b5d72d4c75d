import type { Scope, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { CompactConfig } from './config'
import { imageInput, largerOutput } from './image'

/**
 * image [B,3,H,W] in [-1,1] → [B,3,scale·H,scale·W]: what is to be added to the enlarged pixels, found at the small size.
 * https://github.com/XPixelGroup/BasicSR, basicsr/archs/srvgg_arch.py
 */
export function compactNet(weights: Weights, { scale, features, blocks }: CompactConfig): Scope {
  const g = nn.Scope.root('SRVGGNetCompact', weights)
  const image = imageInput(g)
  let x = image
  for (let i = 0; i <= blocks; i++) {
    x = nn.conv2d(g.at(`body.${2 * i}`), x, features, 3)
    x = nn.prelu(g.at(`body.${2 * i + 1}`), x)
  }
  x = nn.conv2d(g.at(`body.${2 * blocks + 2}`), x, 3 * scale ** 2, 3)
  largerOutput(g, nn.add(g, nn.pixelShuffle(g, x, scale), nn.enlarge(g, image, scale)))
  return g
}
