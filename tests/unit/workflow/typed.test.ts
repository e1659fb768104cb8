import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { bySms, flows, options, otherContact, otherKey, pressed, record, typedAbout } from './samples';

describe('a ticket whose number was typed', () => {
  const typed: Flow = { name: 'ready', about: typedAbout, options: { ...options, record } };

  test('is sent for without reading a page: there is none', () => {
    const step = transition(typed, pressed({ name: 'send', ...bySms }));
    expect(step.flow).toMatchObject({ name: 'sending', step: 'posting', about: typedAbout });
    expect(step.effects).toEqual([{ name: 'start', about: typedAbout, request: { ...bySms, idempotencyKey: otherKey } }]);
  });

  test.each(['typed, looking up', 'typed, ready', 'typed, posting', 'typed, live'])('%s: what a page shows is of no concern to it', (title) => {
    expect(transition(flows[title]!, { name: 'page_read', contact: otherContact })).toEqual({ flow: flows[title], effects: [] });
  });
});
