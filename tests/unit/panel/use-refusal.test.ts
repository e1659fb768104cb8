// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { useRefusal } from '../../../utils/panel/use-refusal';

test('a refusal stays while its ticket is in front, and is not shown on the next one', () => {
  const { result, rerender } = renderHook(({ place }) => useRefusal(place), { initialProps: { place: 'tab 7, ticket 1' } });
  act(() => result.current[1]('page_settling'));
  rerender({ place: 'tab 7, ticket 1' });
  expect(result.current[0]).toBe('page_settling');
  rerender({ place: 'tab 7, ticket 2' });
  expect(result.current[0]).toBeUndefined();
});
