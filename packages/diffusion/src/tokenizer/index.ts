export { clipTokenizer } from './clip'
export { createTokenizer, type Encoding, type Token, type Tokenizer, type TokenizerFiles } from './tokenizer'
