type Nothing = undefined | null | false;

/** Asks again until there is an answer; after `timeoutMs` an error that says what was awaited. */
export async function poll<T>(what: string, ask: () => Promise<T | Nothing> | T | Nothing, timeoutMs = 15_000): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < giveUpAt) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited ${timeoutMs / 1000} s for ${what}${last instanceof Error ? `: ${last.message}` : ''}`);
}
