export { type BracketRule, bracketRules, readBrackets, type Sentence } from './brackets'
export { emphasised } from './emphasis'
export { namedIn, splitWithNames } from './named-vectors'
export { chunksOf, type Prompt, padded, positionsWithin, promptOf, spacedWords, spokenLength } from './prompt'
