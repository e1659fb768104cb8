export type Step = { right: number; bottom: number };
export type Moves = {
  /** By so many pixels since the drag began or the key went down; `ended` with the last of them. */
  move(by: Step, ended: boolean): void;
  /** Pressed without being moved. */
  press(): void;
};

const keySteps: Record<string, Step> = {
  ArrowLeft: { right: 16, bottom: 0 },
  ArrowRight: { right: -16, bottom: 0 },
  ArrowUp: { right: 0, bottom: 16 },
  ArrowDown: { right: 0, bottom: -16 },
};
/** A hand is never quite still. */
const slack = 4;

/** Makes `handle` a grip for mouse, finger, pen and arrow keys. What the page's scripts make up counts for nothing. */
export function followHandle(handle: HTMLElement, { move, press }: Moves): void {
  let from: PointerEvent | null = null;
  let dragged = false;
  const stepTo = (to: PointerEvent, start: PointerEvent): Step => ({ right: start.clientX - to.clientX, bottom: start.clientY - to.clientY });

  handle.addEventListener('pointerdown', (event) => {
    if (!event.isTrusted || event.button !== 0) return;
    from = event;
    dragged = false;
    handle.setPointerCapture(event.pointerId); // the frame beside it would swallow the rest of the drag
  });
  handle.addEventListener('pointermove', (event) => {
    if (!event.isTrusted || !from) return;
    const by = stepTo(event, from);
    dragged ||= Math.hypot(by.right, by.bottom) > slack;
    if (dragged) move(by, false);
  });
  const end = (event: PointerEvent) => {
    if (event.isTrusted && from && dragged) move(stepTo(event, from), true);
    from = null;
  };
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
  handle.addEventListener('click', (event) => {
    if (event.isTrusted && !dragged) press();
    dragged = false;
  });
  handle.addEventListener('keydown', (event) => {
    const step = keySteps[event.key];
    if (!event.isTrusted || !step) return;
    event.preventDefault();
    move(step, true);
  });
}
