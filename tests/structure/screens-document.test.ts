import { expect, test } from 'vitest';
import { expectedObservations } from '../support/connectwise/expected.ts';
import { renderScreens } from '../support/connectwise/screens-document.ts';
import { read } from './sources.ts';

test('the documented table of screens is what the end-to-end test expects to see', () => {
  expect(read('docs/connectwise-screens.md')).toBe(renderScreens(expectedObservations()));
});
