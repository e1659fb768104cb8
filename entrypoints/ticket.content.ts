import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { connectWiseMatches } from '../utils/connectwise/hosts';
import { createPodPlacer, podTag } from '../utils/connectwise/place-pod';
import type { Reading } from '../utils/connectwise/reading';
import { watchPage } from '../utils/connectwise/watch-page';
import { messageNames } from '../utils/messages/names';

/** Reads the ticket, reports it, shows the pod. It can do nothing else: whatever a page makes it say is only a proposal. */
export default defineContentScript({
  matches: connectWiseMatches,
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main(ctx) {
    for (const left of document.querySelectorAll(podTag)) left.remove(); // by a copy of us that an update replaced
    const placer = createPodPlacer(document, browser.runtime.getURL('/pod.html'));
    const report = createReporter((error) => isGone(error) && ctx.abort(error));
    const watch = watchPage(document, (reading) => {
      if (ctx.isInvalid) return;
      placer.show(reading);
      report(reading);
    });

    const onMessage: Parameters<typeof browser.runtime.onMessage.addListener>[0] = (message, sender, sendResponse) => {
      // Our own background or panel; pages of ours that stand in a tab or a frame have `tab`.
      if (sender.id !== browser.runtime.id || sender.tab || !isReadNow(message)) return;
      const reading = watch.readNow();
      sendResponse({ reading });
      report(reading);
      return true;
    };
    browser.runtime.onMessage.addListener(onMessage);

    ctx.onInvalidated(() => {
      watch.stop();
      placer.remove();
    });
  },
});

function createReporter(onError: (error: unknown) => void): (reading: Reading) => void {
  let reported = '';
  return (reading) => {
    const text = JSON.stringify(reading);
    if (text === reported) return;
    reported = text;
    const failed = (error: unknown) => {
      if (reported === text) reported = ''; // nobody heard it: the next look says it again
      onError(error);
    };
    try {
      browser.runtime.sendMessage({ name: messageNames.ticketRead, reading }).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

function isGone(error: unknown): boolean {
  return !browser.runtime?.id || /context invalidated/i.test(String(error));
}

function isReadNow(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'name' in message && message.name === messageNames.readTicketNow;
}
