/** Remembers the newest `most` values; what is older is forgotten and found out again. */
export function createMemory<Value>(most: number): { get(key: string): Value | undefined; set(key: string, value: Value): void } {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= most) return;
        values.delete(oldest);
      }
    },
  };
}
