import { browser } from 'wxt/browser';
import { type PodPlacer, createPodPlacer } from '../pod/place-pod';
import { type PodMemory, parsePodMemory } from '../pod/pod-memory';
import type { Reading } from '../connectwise/reading';
import { pageMessageNames } from '../messages/names';

const key = 'pod';
type Changes = { [key]?: { newValue?: unknown } };

/** The pod of this page, where the technician left it in any tab, and none while they want none. */
export function keepPod(document: Document) {
  let placer: PodPlacer | undefined;
  let reading: Reading | undefined;
  let hidden = false;

  const changed = (changes: Changes, area: string) => {
    if (area === 'local' && changes[key]) placer?.recall(parsePodMemory(changes[key].newValue));
  };
  const start = async () => {
    const [memory] = await Promise.all([recall(), ask()]);
    placer = createPodPlacer(document, { podUrl: browser.runtime.getURL('/pod.html'), memory, remember, hide });
    refresh();
  };

  /** Whatever a page does to the pod: what it says is read and reported all the same. */
  function refresh(): void {
    try {
      if (hidden) placer?.remove();
      else if (reading) placer?.show(reading);
    } catch {
      // Without the pod the toolbar button opens the panel.
    }
  }

  function hide(): void {
    setHidden({ hidden: true });
    void reach({ name: pageMessageNames.podHide });
  }

  /** Takes the background's word on whether pods are hidden. */
  function setHidden(answer: unknown): void {
    hidden = (Object(answer) as { hidden?: unknown }).hidden === true;
    refresh();
  }

  async function ask(): Promise<void> {
    const answer = await reach({ name: pageMessageNames.podHidden });
    if (answer !== undefined) setHidden(answer);
  }

  browser.storage.onChanged.addListener(changed);
  void start();
  return {
    show(next: Reading): void {
      reading = next;
      refresh();
    },
    setHidden,
    /** Asks the background whether pods are hidden: a page that was out of sight may not have heard. */
    ask,
    /** Takes the pod away for good. */
    end(): void {
      reading = undefined;
      placer?.remove();
      if (browser.runtime?.id) browser.storage.onChanged.removeListener(changed); // else it is gone with the API
    },
  };
}

async function recall(): Promise<PodMemory> {
  return parsePodMemory(await browser.storage.local.get(key).then((stored) => stored[key], () => undefined));
}

function remember(memory: PodMemory): void {
  void attempt(() => browser.storage.local.set({ [key]: memory }));
}

function reach(message: { name: string }): Promise<unknown> {
  return attempt(() => browser.runtime.sendMessage(message));
}

/** After an update of the extension its API throws at once. */
async function attempt(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}
