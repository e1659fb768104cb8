/** For development: asks `testOrigin` whatever host is meant, so that one ConnectWise stands in for every site. Undefined: each host is asked itself. */
export function createTestFetch(testOrigin: string | undefined): { fetch?: typeof fetch } {
  if (testOrigin === undefined) return {};
  return {
    fetch: (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return fetch(`${testOrigin}${pathname}${search}`, init);
    },
  };
}
