/** What to look for: the first visible element of `selector` whose name, as a person reads it, matches the pattern `name`. */
export type Wanted = { selector: string; name: string };
/** Its middle on the screen. */
export type Found = { x: number; y: number; checked: boolean };

/** A pattern that `name` alone matches. */
export const exactly = (name: string) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/** Runs in the page. Where the middle of what is wanted stands on the screen, once it is enabled, stands still and nothing lies above it. */
export async function findEnabled({ selector, name }: Wanted): Promise<Found | null> {
  const nameOf = (each: HTMLElement) => (each.getAttribute('aria-label') ?? ((each as HTMLInputElement).labels?.[0] ?? each).textContent ?? '').trim().replace(/\s+/g, ' ');
  const found = [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.getClientRects().length > 0 && new RegExp(name).test(nameOf(each)));
  if (!found || found.matches(':disabled, [aria-disabled="true"]')) return null;
  found.scrollIntoView({ block: 'center' });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  const before = found.getBoundingClientRect();
  await frame();
  const box = found.getBoundingClientRect();
  if (!found.isConnected || before.x !== box.x || before.y !== box.y) return null;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const belongs = top !== null && (found.contains(top) || top.closest('label')?.control === found);
  const { mozInnerScreenX, mozInnerScreenY } = window as unknown as { mozInnerScreenX: number; mozInnerScreenY: number };
  return belongs ? { x: mozInnerScreenX + x, y: mozInnerScreenY + y, checked: (found as HTMLInputElement).checked } : null;
}
