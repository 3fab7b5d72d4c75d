/** Few enough digits to read aloud; a seed may have up to 2^53 − 1. */
export const randomSeed = () => Math.floor(Math.random() * 2 ** 32)
