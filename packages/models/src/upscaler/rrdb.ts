import type { Scope, Value, Weights } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import type { RrdbConfig } from './config'
import { imageInput, largerOutput } from './image'

/** How much of what a dense block finds is added to what it got, and of what three of them find. */
const share = 0.2

/**
 * image [B,3,H,W] in [-1,1] → [B,3,scale·H,scale·W]. Wang et al. 2018, §3.1; arXiv:1809.00219. Names, and squares of pixels
 * seen as one, are those of Real-ESRGAN: https://github.com/XPixelGroup/BasicSR, basicsr/archs/rrdbnet_arch.py
 */
export function rrdbNet(weights: Weights, { features, growth, blocks, unshuffle, doublings }: RrdbConfig): Scope {
  const g = nn.Scope.root('RRDBNet', weights)
  const image = imageInput(g)
  const seen = unshuffle > 1 ? nn.pixelUnshuffle(g, image, unshuffle) : image
  const first = nn.conv2d(g.at('conv_first'), seen, features, 3)
  let x = first
  for (let i = 0; i < blocks; i++) x = residualInResidual(g.at(`body.${i}`), x, growth)
  x = nn.add(g, first, nn.conv2d(g.at('conv_body'), x, features, 3))
  for (let i = 1; i <= doublings; i++) x = convolved(g.at(`conv_up${i}`), nn.upsample(g, x), features)
  x = convolved(g.at('conv_hr'), x, features)
  largerOutput(g, nn.conv2d(g.at('conv_last'), x, 3, 3))
  return g
}

/** x [B,C,h,w] → [B,C,h,w] */
function residualInResidual(g: Scope, x: Value, growth: number): Value {
  let y = x
  for (const name of ['rdb1', 'rdb2', 'rdb3']) y = denseBlock(g.at(name), y, growth)
  return nn.add(g, nn.times(g, y, share), x)
}

/** Every layer sees the outputs of all before it. x [B,C,h,w] → [B,C,h,w] */
function denseBlock(g: Scope, x: Value, growth: number): Value {
  let seen = x
  for (const name of ['conv1', 'conv2', 'conv3', 'conv4'])
    seen = nn.concat(g, [seen, convolved(g.at(name), seen, growth)], 1)
  return nn.add(g, nn.times(g, nn.conv2d(g.at('conv5'), seen, nn.channels(x), 3), share), x)
}

const convolved = (g: Scope, x: Value, to: number): Value => nn.leakyRelu(g, nn.conv2d(g, x, to, 3), 0.2)
