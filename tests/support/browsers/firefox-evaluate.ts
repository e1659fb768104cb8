import type { Marionette } from './marionette.ts';

/** Where a function runs in Firefox: the body of one that finds the `<browser>` in `window_`, and of one that finds the frame's window in `content`, the page in it. */
export type FirefoxPlace = { browser: string; frame?: string };
/** `before` is code that runs first. */
export type EvaluateOptions = { timeoutMs?: number; before?: string };

const ask = (browser: string) => `
  const [script, name, timeoutMs, done] = arguments;
  const window_ = Services.wm.getMostRecentWindow('navigator:browser');
  const manager = (() => { ${browser} })()?.messageManager;
  if (!manager) return done({ error: 'no such page is open' });
  const finish = (answer) => { window_.clearTimeout(timer); manager.removeMessageListener(name, listener); done(answer); };
  const listener = ({ data }) => finish(JSON.parse(data));
  // A page that is exchanged at this moment never answers.
  const timer = window_.setTimeout(() => finish({ error: 'the page did not answer' }), timeoutMs);
  manager.addMessageListener(name, listener);
  manager.loadFrameScript('data:;charset=utf-8,' + encodeURIComponent(script), false);`;

/** In the process of the page. The sandbox has the page's own rights and sees what its scripts see; the page's policy does not keep it from running. */
const answer = (frame: string, code: string, name: string) => `{
  const send = (text) => sendAsyncMessage(${JSON.stringify(name)}, text);
  const target = (() => { ${frame} })();
  if (!target) send(JSON.stringify({ error: 'no such frame is there' }));
  else {
    const sandbox = Cu.Sandbox(target, { sandboxPrototype: target, wantXrays: false });
    Cu.exportFunction(send, sandbox, { defineAs: 'answerWith' });
    try { Cu.evalInSandbox(${JSON.stringify(code)}, sandbox); } catch (error) { send(JSON.stringify({ error: String(error) })); }
  }
}`;

const inPage = (call: string) => `
  Promise.resolve().then(() => ${call}).then(
    (value) => answerWith(JSON.stringify({ value })),
    (error) => answerWith(JSON.stringify({ error: String(error) })));`;

let last = 0;

/** Runs `fn`, which knows nothing around it, with `arg` in a page of any kind: tab, sidebar, background, or a frame in one. Rejects where the page is not there or does not answer in time. */
export function createEvaluate(marionette: Marionette) {
  return async <T, A = void>({ browser, frame = 'return content;' }: FirefoxPlace, fn: (arg: A) => T | Promise<T>, arg?: A, { timeoutMs = 5_000, before = '' }: EvaluateOptions = {}): Promise<T> => {
    const name = `countersign:${++last}`;
    const code = `${before}\n${inPage(`(${String(fn)})(${JSON.stringify(arg)})`)}`;
    const { value, error } = await marionette.inChrome(() =>
      marionette.asyncScript<{ value: T; error?: string }>(ask(browser), [answer(frame, code, name), name, timeoutMs]),
    );
    if (error) throw new Error(error);
    return value;
  };
}
