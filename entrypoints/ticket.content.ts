import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { cloudMatches } from '../utils/connectwise/hosts';
import { podSelector } from '../utils/pod/pod-selector';
import type { Reading } from '../utils/connectwise/reading';
import { watchPage } from '../utils/connectwise/watch-page';
import type { Context } from '../utils/content/context';
import { keepPod } from '../utils/content/keep-pod';
import { pageMessageNames } from '../utils/messages/names';

/** Reads the ticket, reports it, shows the pod. It can do nothing else: whatever a page makes it say is only a proposal. */
export default defineContentScript({
  matches: cloudMatches,
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main(ctx: Context) {
    for (const left of document.querySelectorAll(podSelector)) left.remove(); // by a copy of us that an update replaced
    const { report, repeat } = createReporter({ onError: (error) => isGone(error) && ctx.abort(error), onRefused: () => ctx.abort() });
    const pod = keepPod(document);
    // The background may have forgotten this tab while it was out of sight or left for another page.
    ctx.addEventListener(window, 'pageshow', () => (repeat(), pod.ask()));
    ctx.addEventListener(document, 'visibilitychange', repeat);
    const watch = watchPage(document, (reading) => {
      if (ctx.isInvalid) return;
      report(reading);
      if (!ctx.isInvalid) pod.show(reading);
    });

    const onMessage: Parameters<typeof browser.runtime.onMessage.addListener>[0] = (message, sender, sendResponse) => {
      // Our own background or panel; pages of ours that stand in a tab or a frame have `tab`.
      if (sender.id !== browser.runtime.id || sender.tab) return;
      if (isNamed(message, pageMessageNames.podSwitched)) pod.setHidden(message);
      if (!isNamed(message, pageMessageNames.readTicketNow)) return;
      const reading = watch.readNow();
      sendResponse(reading);
      repeat();
      report(reading);
      return true;
    };
    browser.runtime.onMessage.addListener(onMessage);

    ctx.onInvalidated(() => {
      watch.stop();
      pod.end();
      if (browser.runtime?.id) browser.runtime.onMessage.removeListener(onMessage); // else it is gone with the API
    });
  },
});

/** Says what changed, once; `repeat` makes it say the next reading in any case. Refused where the technician, or the browser, no longer wants this address read. */
function createReporter({ onError, onRefused }: { onError(error: unknown): void; onRefused(): void }) {
  let reported = '';
  const repeat = () => void (reported = '');
  const report = (reading: Reading) => {
    const text = JSON.stringify(reading);
    if (text === reported) return;
    reported = text;
    const failed = (error: unknown) => {
      if (reported === text) repeat(); // nobody heard it
      onError(error);
    };
    try {
      browser.runtime.sendMessage({ name: pageMessageNames.ticketRead, reading }).then((answer) => isRefusal(answer) && onRefused(), failed);
    } catch (error) {
      failed(error);
    }
  };
  return { report, repeat };
}

function isGone(error: unknown): boolean {
  return !browser.runtime?.id || /context invalidated/i.test(String(error));
}

function isRefusal(answer: unknown): boolean {
  return (Object(answer) as { code?: unknown }).code === 'not_allowed';
}

function isNamed(message: unknown, name: string): message is object {
  return (Object(message) as { name?: unknown }).name === name;
}
