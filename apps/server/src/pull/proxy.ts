/** The proxy that the environment names for a URL, as curl reads it: `https_proxy`, else `all_proxy`, unless `no_proxy` excepts its host. */
export function proxyFor({ hostname }: URL, environment: NodeJS.ProcessEnv = process.env): URL | undefined {
  const value = (name: string) => environment[name] || environment[name.toUpperCase()]
  const proxy = value('https_proxy') ?? value('all_proxy')
  const excepted = (value('no_proxy') ?? '').split(',').map((host) => host.trim().replace(/^\*?\./, ''))
  if (
    !proxy ||
    excepted.some((host) => host === '*' || hostname === host || (host !== '' && hostname.endsWith(`.${host}`)))
  )
    return undefined
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`)
}
