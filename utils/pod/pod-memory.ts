/** Where the card stands, in pixels from the window's lower right corner, and whether it is folded to its shield. */
export type PodMemory = { right: number; bottom: number; folded: boolean };

const first: PodMemory = { right: 16, bottom: 16, folded: false };

/** What `stored` says of the card; the lower right corner where it says nothing that makes sense. */
export function parsePodMemory(stored: unknown): PodMemory {
  const { right, bottom, folded } = Object(stored) as Record<string, unknown>;
  if (!isDistance(right) || !isDistance(bottom)) return first;
  return { right, bottom, folded: folded === true };
}

function isDistance(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 100_000;
}
