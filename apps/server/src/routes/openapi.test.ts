import { expect, it } from 'vitest'
import { openApi } from './openapi'

it('describes every call with schemas that are there', () => {
  const api = openApi() as { paths: object; components: { schemas: object } }
  const named = [...JSON.stringify(api).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!)
  expect(named.length).toBeGreaterThan(20)
  for (const name of new Set(named)) expect(api.components.schemas).toHaveProperty(name)
  expect(api.paths).toHaveProperty(['/api/v1/runs', 'post', 'requestBody'])
  expect(api.paths).toHaveProperty(['/api/v1/runs/{id}', 'get', 'parameters'])
})
