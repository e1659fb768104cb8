import type { LookupAddress } from 'node:dns';
import { lookup as resolveName } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Every address of a host. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** The system's own answer. */
export const resolveBySystem: Resolve = (host) => resolveName(host, { all: true });

/**
 * A connection's `lookup` that gives public addresses only, and an error where there is none: what was checked is what is
 * connected to, so that a name which changes its mind in between gains nothing.
 */
export function createPublicLookup(resolve: Resolve): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (found) => {
        const addresses = found.filter(({ address }) => isPublicAddress(address));
        const [first] = addresses;
        if (!first) callback(Object.assign(new Error('The name has no public address.'), { code: 'ENOTFOUND' }), []);
        else if (all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
