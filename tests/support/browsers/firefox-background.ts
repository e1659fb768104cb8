import { createEvaluate } from './firefox-evaluate.ts';
import type { Marionette } from './marionette.ts';

/** The add-on's event page. */
export function createBackgroundActions(marionette: Marionette, addonId: string) {
  const evaluate = createEvaluate(marionette);
  const extension = `WebExtensionPolicy.getByID(${JSON.stringify(addonId)}).extension`;
  const background = `[...${extension}.views].find((view) => view.viewType === 'background')`;
  const inExtension = <T>(body: string) => marionette.inChrome(() => marionette.asyncScript<T>(`const done = arguments[arguments.length - 1]; const extension = ${extension}; (async () => { ${body} })().then(done, (error) => done(String(error)));`));
  return {
    /** Runs a function in the event page; wakes it first. */
    evaluateInBackground: async <T, A = void>(fn: (arg: A) => T | Promise<T>, arg?: A): Promise<T> => {
      await inExtension('await extension.wakeupBackground();');
      return evaluate({ browser: `return ${background}?.xulBrowser;` }, fn, arg);
    },
    /** Ends the event page, as Firefox does after 30 idle seconds, whatever it is in the middle of. */
    stopBackground: async (): Promise<void> => {
      // The panel wakes the next at once: one that runs a moment later does not mean that this one was never ended.
      const gone = await inExtension<boolean>(`
        await extension.wakeupBackground();
        const doomed = ${background};
        await extension.terminateBackground({ disableResetIdleForTest: true });
        return doomed !== undefined && !extension.views.has(doomed);`);
      if (gone !== true) throw new Error(`the event page did not end: ${gone}`);
    },
  };
}
