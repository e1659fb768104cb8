export type Size = { width: number; height: number };
export type Box = Size & { left: number; top: number };

/** Air between the card and what it keeps clear of. */
const gap = 8;

/** `box` moved by as little as puts it inside the window. */
export function clampInto(box: Box, window: Size): Box {
  const clamp = (at: number, size: number, room: number) => Math.max(0, Math.min(at, room - size));
  return { ...box, left: clamp(box.left, box.width, window.width), top: clamp(box.top, box.height, window.height) };
}

/** The place nearest to `wanted` that is inside the window and covers none of `obstacles`; null when there is none. */
export function findFreePlace(wanted: Box, window: Size, obstacles: readonly Box[]): Box | null {
  const start = clampInto(wanted, window);
  const lefts = [start.left, ...obstacles.flatMap(({ left, width }) => [left - start.width - gap, left + width + gap])];
  const tops = [start.top, ...obstacles.flatMap(({ top, height }) => [top - start.height - gap, top + height + gap])];
  let nearest: Box | null = null;
  let least = Infinity;
  for (const left of lefts) {
    for (const top of tops) {
      const distance = Math.hypot(left - start.left, top - start.top);
      const box = { ...start, left, top };
      if (distance >= least || !isInside(box, window) || obstacles.some((each) => overlap(box, each))) continue;
      nearest = box;
      least = distance;
    }
  }
  return nearest;
}

function isInside(box: Box, window: Size): boolean {
  return box.left >= 0 && box.top >= 0 && box.left + box.width <= window.width && box.top + box.height <= window.height;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;
}
