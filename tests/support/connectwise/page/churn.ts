import type { ChurnOptions } from './api.ts';

/** Mutates what is below `scope` as GWT does while it renders: attributes, classes, styles, nodes and texts, but no value of a field. */
export function createChurn(scope: Element, prefix: string) {
  let timer = 0;
  let made = 0;

  function start({ perSecond = 30, seed = 1 }: ChurnOptions = {}): void {
    stop();
    made = 0;
    const random = createRandom(seed);
    const perTick = Math.ceil(perSecond / 100);
    const tick = () => {
      for (let index = 0; index < perTick; index += 1) mutate(scope, prefix, random, (made += 1));
    };
    timer = window.setInterval(tick, (1000 * perTick) / perSecond);
  }

  function stop(): void {
    window.clearInterval(timer);
    for (const noise of scope.querySelectorAll('.cw-noise')) noise.remove();
  }

  return { start, stop, made: () => made };
}

function mutate(scope: Element, prefix: string, random: () => number, count: number): void {
  const targets = scope.querySelectorAll<HTMLElement>('.mm_toolbarHolder div, .mm_podHeader, .mm_portletSpacing td, .cw-pod-body, .TicketNote-row');
  const target = targets[Math.floor(random() * targets.length)];
  if (!target) return;
  const kinds = [
    () => target.setAttribute('aria-posinset', String(count)),
    () => target.classList.toggle(`${prefix}HVR`),
    () => target.style.setProperty('--cw-frame', String(count)),
    () => addOrRemove(target),
    () => rewrite(scope, target, count),
  ];
  kinds[Math.floor(random() * kinds.length)]?.();
}

function addOrRemove(target: HTMLElement): void {
  const noise = target.querySelector(':scope > .cw-noise');
  if (noise) noise.remove();
  else target.append(Object.assign(document.createElement('i'), { className: 'cw-noise' }));
}

function rewrite(scope: Element, target: HTMLElement, count: number): void {
  const noise = scope.querySelector('.cw-noise');
  if (noise) noise.textContent = String(count);
  else addOrRemove(target);
}

/** Numbers from 0 to 1, the same row of them for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
