/** Something took longer than it may. */
export class TooSlow extends Error {
  override name = 'TooSlow';
}

/** What `promise` gives, or TooSlow after `ms` milliseconds. It is not stopped: nobody waits for it any longer. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TooSlow(`Not done within ${ms} ms.`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
