import type { Connection } from '../store/connectwise-store.ts';

/** What was learnt of codebases since a connection was read from the store: a long import holds the same one for an hour. */
export function createCodebases() {
  const newer = new Map<string, string>();
  const keyOf = ({ tenantId, createdAt }: Connection, codebase: string) => `${tenantId} ${createdAt} ${codebase}`;
  return {
    newest: (connection: Connection): string => newer.get(keyOf(connection, connection.codebase)) ?? connection.codebase,
    /** A site may also go back to the version before. */
    replace(connection: Connection, old: string, codebase: string): void {
      for (const former of [old, connection.codebase]) newer.set(keyOf(connection, former), codebase);
      newer.delete(keyOf(connection, codebase));
    },
  };
}
