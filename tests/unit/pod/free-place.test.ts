import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, findFreePlace } from '../../../utils/pod/free-place';
import { parsePodMemory } from '../../../utils/pod/pod-memory';

const window = { width: 1000, height: 800 };
const card = { width: 272, height: 56 };
const at = (left: number, top: number, size = card): Box => ({ ...size, left, top });
const covers = (one: Box, other: Box) => one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;

test('a free place is kept to the pixel', () => {
  expect(findFreePlace(at(300, 400), window, [at(0, 0)])).toEqual(at(300, 400));
});

test.each([
  ['to the right and below', at(5000, 5000), at(728, 744)],
  ['to the left and above', at(-80, -3), at(0, 0)],
])('what lies outside the window %s comes in', (_where, wanted, found) => {
  expect(findFreePlace(wanted, window, [])).toEqual(found);
});

test('on a toolbar across the page it slides below, on one button to the nearer side', () => {
  expect(findFreePlace(at(300, 60), window, [{ left: 0, top: 50, width: 1000, height: 40 }])).toMatchObject({ left: 300, top: 98 });
  expect(findFreePlace(at(300, 60), window, [{ left: 560, top: 40, width: 90, height: 500 }])).toMatchObject({ left: 280, top: 60 });
});

test('with no place left there is none', () => {
  expect(findFreePlace(at(0, 0), window, [{ left: 0, top: 30, width: 1000, height: 750 }])).toBeNull();
});

test('whatever the page is like, the place found is in the window and covers nothing', () => {
  const box = fc.record({ left: fc.integer({ min: -200, max: 1100 }), top: fc.integer({ min: -200, max: 900 }), width: fc.integer({ min: 1, max: 600 }), height: fc.integer({ min: 1, max: 300 }) });
  let found = 0;
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 1500 }), fc.integer({ min: -500, max: 1500 }), fc.array(box, { maxLength: 8 }), (left, top, obstacles) => {
      const place = findFreePlace(at(left, top), window, obstacles);
      if (!place) return;
      found += 1;
      expect(place.left >= 0 && place.top >= 0 && place.left + place.width <= window.width && place.top + place.height <= window.height).toBe(true);
      expect(obstacles.some((each) => covers(place, each))).toBe(false);
    }),
  );
  expect(found).toBeGreaterThan(50);
});

const corner = { right: 16, bottom: 16, folded: false };
test.each([
  [{ right: 40, bottom: 300, folded: true }, { right: 40, bottom: 300, folded: true }],
  [{ right: 40, bottom: 300, folded: 'yes', more: 1 }, { right: 40, bottom: 300, folded: false }],
  [{ right: -1, bottom: 3, folded: true }, corner],
  [{ right: Number.NaN, bottom: 3 }, corner],
  [{ right: '4', bottom: 3 }, corner],
  [undefined, corner],
  [null, corner],
  ['x', corner],
])('a stored %j is taken for %j', (stored, memory) => {
  expect(parsePodMemory(stored)).toEqual(memory);
});
