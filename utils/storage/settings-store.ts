import { createQueue } from '../queue';
import { parseSettings, type Settings } from './settings';

type Area = { get(key: string): Promise<Record<string, unknown>>; set(items: Record<string, unknown>): Promise<void> };

/** The settings in a storage area. Changes wait for each other: two that read at once would undo one another. */
export function createSettingsStore(area: Area) {
  const enqueue = createQueue();
  const read = async (): Promise<Settings> => parseSettings((await area.get('settings'))['settings']);
  return {
    read,
    /** Rejects where `update` throws or the area fails; nothing is written then. */
    change: (update: (settings: Settings) => Settings): Promise<void> => enqueue(async () => area.set({ settings: update(await read()) })),
  };
}
