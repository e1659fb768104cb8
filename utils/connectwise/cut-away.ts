/** In a box with less than this to see, nothing can be read: texts for screen readers stand in boxes of one pixel. */
export const smallest = 3;

/**
 * Whether an element's own clip or clip path leaves nothing of it and of what is inside it. Takes computed styles; a shape that it does
 * not know (a polygon, a path) counts as one that leaves something.
 */
export function isCutAway(element: Element, style: CSSStyleDeclaration): boolean {
  const { clip, clipPath } = style;
  if (clipPath && clipPath !== 'none' && leavesNothing(clipPath, element.getBoundingClientRect())) return true;
  const isClipped = clip && clip !== 'auto' && (style.position === 'absolute' || style.position === 'fixed');
  return Boolean(isClipped && isEmptyRect(clip));
}

/** CSS 2.2 §11.1.2: `rect(top, right, bottom, left)`, in pixels or `auto`. */
function isEmptyRect(clip: string): boolean {
  const [top, right, bottom, left] = (/^rect\((.*)\)$/.exec(clip)?.[1] ?? '').split(/[, ]+/).map(parseFloat);
  return right! - left! < smallest || bottom! - top! < smallest;
}

/** CSS Shapes 1 §3. */
function leavesNothing(clipPath: string, { width, height }: DOMRect): boolean {
  const [, shape, inside = ''] = /^(\w+)\((.*)\)/.exec(clipPath) ?? [];
  if (shape === 'circle' || shape === 'ellipse') return inside.split(' at ')[0]!.split(' ').some((radius) => lengthOf(radius, Math.max(width, height)) < smallest / 2);
  if (shape === 'inset') {
    const [top = '', right = top, bottom = top, left = right] = inside.split(' round ')[0]!.split(' ');
    return width - lengthOf(left, width) - lengthOf(right, width) < smallest || height - lengthOf(top, height) - lengthOf(bottom, height) < smallest;
  }
  return false;
}

/** NaN, which is never too small, for what is neither pixels nor a percentage. */
function lengthOf(text: string, whole: number): number {
  const [, number, unit] = /^(-?[\d.]+)(px|%)?$/.exec(text) ?? [];
  return unit === '%' ? (Number(number) * whole) / 100 : Number(number ?? NaN);
}
