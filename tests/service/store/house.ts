import { afterEach, beforeEach } from 'vitest';
import type { Store } from '../../../service/src/store/store.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { makeWorld } from './fixture.ts';
import type { World } from './fixture.ts';

export type House = { source: StoreSource; store: Store; other: Store; world: World; stranger: World };

/** For each test of the file: a new database, two connections to it, two tenants. */
export function useHouse(): House {
  const house = {} as House;
  beforeEach(async () => {
    const source = await createStoreSource();
    const [store, other] = [await source.open(), await source.open()];
    Object.assign(house, { source, store, other, world: await makeWorld(store, 'Our MSP'), stranger: await makeWorld(store, 'Another MSP') });
  });
  afterEach(async () => {
    await house.store.close();
    await house.other.close();
    await house.source.remove();
  });
  return house;
}
