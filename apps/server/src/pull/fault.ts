/** Why a model cannot be fetched, in a sentence. */
export class PullFault extends Error {}
