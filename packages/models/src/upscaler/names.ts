/** A way of naming an RRDBNet's tensors. */
type Layout = {
  /** Names by which it is known: what stands before them, and which block they are of. */
  readonly sign: RegExp
  /** What the tensor that BasicSR calls `name` is called, in a network of so many blocks and doublings. */
  nameOf(name: string, blocks: number, doublings: number): string
  /** How often a network with these tensors doubles the size at its end; no whole number where layers are missing. */
  doublings(names: readonly string[]): number
}

/** Of BasicSR, where Real-ESRGAN was trained. */
const basicSr: Layout = {
  sign: /^(?<prefix>.*\.|)body\.(?<index>\d+)\.rdb[123]\.conv[1-5]\.(weight|bias)$/,
  nameOf: (name) => name,
  doublings: (names) => highest(names, /^conv_up(?<index>\d+)\.weight$/),
}

/** Of ESRGAN's authors, and of BSRGAN: https://github.com/xinntao/ESRGAN, RRDBNet_arch.py */
const esrgan: Layout = {
  sign: /^(?<prefix>.*\.|)RRDB_trunk\.(?<index>\d+)\.RDB[123]\.conv[1-5]\.(weight|bias)$/,
  nameOf: (name) =>
    name
      .replace(/^body\.(\d+)\.rdb/, 'RRDB_trunk.$1.RDB')
      .replace('conv_body.', 'trunk_conv.')
      .replace(/^conv_up/, 'upconv')
      .replace('conv_hr.', 'HRconv.'),
  doublings: (names) => highest(names, /^upconv(?<index>\d+)\.weight$/),
}

/** Of ESRGAN's first code, in which most finetunes come: by number, where activations and enlarging count as layers, too. */
const numbered: Layout = {
  sign: /^(?<prefix>.*\.|)model\.1\.sub\.(?<index>\d+)\.RDB[123]\.conv[1-5]\.0\.(weight|bias)$/,
  nameOf: (name, blocks, doublings) =>
    name
      .replace('conv_first.', 'model.0.')
      .replace(/^body\.(\d+)\.rdb(\d)\.conv(\d)\./, 'model.1.sub.$1.RDB$2.conv$3.0.')
      .replace('conv_body.', `model.1.sub.${blocks}.`)
      .replace(/^conv_up(\d+)\./, (_, i) => `model.${3 * Number(i)}.`)
      .replace('conv_hr.', `model.${3 * doublings + 2}.`)
      .replace('conv_last.', `model.${3 * doublings + 4}.`),
  doublings: (names) => (highest(names, /^model\.(?<index>\d+)\.weight$/) - 4) / 3,
}

export const rrdbLayouts: readonly Layout[] = [basicSr, esrgan, numbered]

/** An SRVGGNetCompact is known by the slopes after its first convolution. */
export const compactSign = /^(?<prefix>(?:(?:params|params_ema|params-ema|module|model|net|netG)\.)?)body\.1\.weight$/

/** The largest `index` in names of this pattern; 0 where there is none. */
export const highest = (names: readonly string[], pattern: RegExp): number =>
  names.reduce((most, name) => Math.max(most, Number(pattern.exec(name)?.groups?.index ?? 0)), 0)

/** What stands before the names of a network; of a training's mean (EMA) and its last state, before the mean's. */
export function prefixOf(names: readonly string[], sign: RegExp): string | undefined {
  const prefixes = names.map((name) => sign.exec(name)?.groups?.prefix).filter((prefix) => prefix !== undefined)
  return prefixes.find((prefix) => /ema/i.test(prefix)) ?? prefixes[0]
}
