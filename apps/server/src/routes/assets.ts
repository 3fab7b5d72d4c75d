import { AssetId } from '@loom/protocol'
import express, { Router } from 'express'
import { RequestError } from '../errors'
import { readImage } from '../images'
import type { AssetFiles } from '../store/asset-files'

const types = ['image/png', 'image/jpeg', 'image/webp']
const immutable = { 'cache-control': 'private, max-age=31536000, immutable', 'content-disposition': 'inline' }

export function assetRoutes(assets: AssetFiles): Router {
  const router = Router()

  // POST /api/v1/assets (a PNG, JPEG or WebP as the body) → 201 ImageAsset
  router.post('/', express.raw({ type: types, limit: '32mb', inflate: false }), async (req, res) => {
    if (!Buffer.isBuffer(req.body))
      throw new RequestError(415, 'not-an-image', 'This route takes image/png, image/jpeg or image/webp')
    const { type, width, height } = await readImage(req.body)
    const asset = await assets.write(req.body, { width, height }, type)
    res.status(201).location(`/api/v1/assets/${asset.id}`).json(asset)
  })

  // GET /api/v1/assets/:id → the image; its name says its content, so it may be kept for ever
  router.get('/:id', async (req, res) => {
    const id = AssetId.safeParse(req.params.id)
    const root = id.success && (await assets.folderOf(id.data))
    if (!root) throw new RequestError(404, 'unknown-asset', 'There is no image with this id')
    res.sendFile(id.data, { root, headers: immutable, cacheControl: false, dotfiles: 'deny' })
  })

  return router
}
