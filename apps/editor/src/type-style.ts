/** Colours of the port types that come with the program; another type gets a steady colour of its own. */
const colors: Readonly<Record<string, string>> = {
  model: '#8fa2ff',
  vae: '#f08ba6',
  conditioning: '#edc35c',
  latent: '#cf90f0',
  schedule: '#4fc8b4',
  image: '#5bb7f3',
  text: '#97d077',
  string: '#97d077',
  number: '#9fb0c8',
  boolean: '#9fb0c8',
  choice: '#9fb0c8',
  'attention-control': '#ff9f7a',
  attention: '#ff9f7a',
  '*': '#8b93a1',
}

export function typeColor(type: string): string {
  return colors[type.toLowerCase()] ?? `hsl(${hash(type) % 360} 62% 68%)`
}

/** A type is told by shape as well as by colour. */
const shapes = ['round', 'square', 'diamond'] as const
const shapeOf: Readonly<Record<string, (typeof shapes)[number]>> = {
  model: 'square',
  vae: 'square',
  conditioning: 'diamond',
  schedule: 'diamond',
  latent: 'round',
  image: 'round',
}

export const typeShape = (type: string) => shapeOf[type.toLowerCase()] ?? shapes[hash(type) % shapes.length]!

function hash(text: string): number {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0
  return sum
}
