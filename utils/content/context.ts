import { browser } from 'wxt/browser';

/** Where the copies in one page find each other: in the script's own world, which no page sees. A symbol, because elements of a page show through under their ids. */
const key = Symbol.for('countersign');
const world = globalThis as { [key]?: ContentScriptContext };

/**
 * The life of one copy of the content script; what WXT's own context is inside the content script (see docs/decisions/0016). It
 * ends when an update of the extension has cut this copy off, or when a newer copy starts in the same page.
 */
export class ContentScriptContext {
  private readonly ending = new AbortController();

  constructor() {
    world[key]?.abort();
    world[key] = this;
  }

  get isInvalid(): boolean {
    if (browser.runtime?.id === undefined) this.abort();
    return this.ending.signal.aborted;
  }

  abort(reason?: unknown): void {
    this.ending.abort(reason);
  }

  onInvalidated(end: () => void): void {
    this.ending.signal.addEventListener('abort', end);
  }

  /** Until the end of this copy. */
  addEventListener(target: EventTarget, name: string, listener: () => void): void {
    target.addEventListener(name, listener, { signal: this.ending.signal });
  }
}

/** What may be used of it: the types know WXT's. */
export type Context = Pick<ContentScriptContext, keyof ContentScriptContext>;
