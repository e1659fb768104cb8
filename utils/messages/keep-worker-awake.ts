import { browser } from 'wxt/browser';

const againAfterMs = 250;

/** Panel: wakes the background whenever its worker dies, until the returned function is called. A worker that starts resumes. */
export function keepWorkerAwake(): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let port: ReturnType<typeof browser.runtime.connect> | undefined;

  function connect(): void {
    if (stopped) return;
    try {
      port = browser.runtime.connect({ name: 'panel' });
    } catch {
      return; // the extension was replaced: this page belongs to the old one
    }
    port.onDisconnect.addListener(() => {
      timer = setTimeout(connect, againAfterMs);
    });
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    port?.disconnect();
  };
}
