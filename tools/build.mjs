export async function ensureBuilt() {}
