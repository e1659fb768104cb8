/** Asks `testOrigin` whatever host is meant, so that a ConnectWise of one's own can stand in for every site; undefined: asks the host itself. */
export function createTestFetch(testOrigin: string | undefined): typeof fetch | undefined {
  if (testOrigin === undefined) return undefined;
  return (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${testOrigin}${pathname}${search}`, init);
  };
}
