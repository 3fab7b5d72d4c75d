/** Text read as it stands, and no files to read with it: the last inputs of `encodePrompt` where a test asks for neither. */
export const plainReading = { brackets: 'plain', clipSkip: 0 } as const
export const noModels = { listed: () => [], locate: (name: string) => name }
