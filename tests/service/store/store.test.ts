import { createStoreSource } from '../../support/store-source.ts';
import { describeStore } from './contract.ts';

describeStore('the store', createStoreSource);
