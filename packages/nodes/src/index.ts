import { type NodeLibrary, nodeLibrary } from '@loom/runtime'
import { attentionControl } from './attention/attention-control'
import { attentionMaps } from './attention/attention-maps'
import { masaControl } from './attention/masa-control'
import { plugAndPlay } from './attention/plug-and-play'
import { selfAttentionComponents } from './attention/self-attention-components'
import { controlNetApply } from './control-net/control-net-apply'
import { edges } from './images/edges'
import { imageScale } from './images/image-scale'
import { imageUpscaleWithModel } from './images/image-upscale-with-model'
import { loadImage } from './images/load-image'
import { previewImage } from './images/preview-image'
import { saveImage } from './images/save-image'
import { inpaintConditioning } from './latents/inpaint-conditioning'
import { latentBatch } from './latents/latent-batch'
import { latentFromBatch } from './latents/latent-from-batch'
import { latentUpscale } from './latents/latent-upscale'
import { repeatLatent } from './latents/repeat-latent'
import { vaeDecode } from './latents/vae-decode'
import { vaeEncode } from './latents/vae-encode'
import { maskFromHeat } from './masks/mask-from-heat'
import { maskFromImage } from './masks/mask-from-image'
import { maskShape } from './masks/mask-shape'
import { checkpointLoader } from './models/checkpoint-loader'
import { controlNetLoader } from './models/control-net-loader'
import { loraLoader } from './models/lora-loader'
import { modelMerge } from './models/model-merge'
import { upscaleModelLoader } from './models/upscale-model-loader'
import { vaeLoader } from './models/vae-loader'
import { emptyLatent } from './sampling/empty-latent'
import { invert } from './sampling/invert'
import { scheduler } from './sampling/scheduler'
import { unetStep } from './sampling/unet-step'
import { saidSize } from './text/said-size'
import { text } from './text/text'
import { textEncode } from './text/text-encode'

/** Every node there is, in the order a palette shows them. */
export const library: NodeLibrary = nodeLibrary([
  checkpointLoader,
  loraLoader,
  modelMerge,
  vaeLoader,
  controlNetLoader,
  upscaleModelLoader,
  textEncode,
  text,
  saidSize,
  emptyLatent,
  scheduler,
  unetStep,
  controlNetApply,
  attentionControl,
  attentionMaps,
  selfAttentionComponents,
  masaControl,
  plugAndPlay,
  invert,
  vaeDecode,
  vaeEncode,
  inpaintConditioning,
  latentUpscale,
  repeatLatent,
  latentBatch,
  latentFromBatch,
  maskShape,
  maskFromImage,
  maskFromHeat,
  loadImage,
  imageScale,
  imageUpscaleWithModel,
  edges,
  saveImage,
  previewImage,
])
