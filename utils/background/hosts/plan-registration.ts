import { matchOf } from '../../connectwise/hosts';

/** A content script for one server of one's own. Its id is the server's origin. */
export type HostScript = { id: string; matches: string[] };
export type RegistrationPlan = { register: HostScript[]; unregister: string[] };

/** What makes the registered scripts those of the origins that may be read: no more, no fewer, and each with the addresses of today's version. */
export function planRegistration(readable: readonly string[], registered: readonly { id: string; matches?: readonly string[] }[]): RegistrationPlan {
  const wanted = new Map(readable.map((origin) => [origin, { id: origin, matches: [matchOf(origin)] }]));
  const isRight = ({ id, matches }: (typeof registered)[number]) => String(wanted.get(id)?.matches) === String(matches);
  const right = new Set(registered.filter(isRight).map(({ id }) => id));
  return {
    register: [...wanted.values()].filter(({ id }) => !right.has(id)),
    unregister: registered.filter((script) => !isRight(script)).map(({ id }) => id),
  };
}
