import type { Connection } from '../store/connectwise-store.ts';

/** What this process learnt of codebases: a connection may have been read from the store before, and a long import holds it for an hour. */
export function createCodebases() {
  const learnt = new Map<string, string>();
  const keyOf = ({ tenantId, createdAt }: Connection) => `${tenantId} ${createdAt}`;
  return {
    newest: (connection: Connection): string => learnt.get(keyOf(connection)) ?? connection.codebase,
    learn: (connection: Connection, codebase: string) => void learnt.set(keyOf(connection), codebase),
  };
}
