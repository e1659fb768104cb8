import path from 'node:path';
import type { Marionette } from './marionette.ts';

/** Firefox packs it itself: nothing else that packs is there in every environment. */
const pack = `
  const fileAt = (path) => { const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile); file.initWithPath(path); return file; };
  const zip = Cc['@mozilla.org/zipwriter;1'].createInstance(Ci.nsIZipWriter);
  zip.open(fileAt(arguments[1]), 0x02 | 0x08 | 0x20);
  const add = (folder, prefix) => {
    for (const entry of folder.directoryEntries) {
      if (entry.isDirectory()) add(entry, prefix + entry.leafName + '/');
      else zip.addEntryFile(prefix + entry.leafName, 9, entry, false);
    }
  };
  add(fileAt(arguments[0]), '');
  zip.close();`;

/** Installs what the folder holds now, over what was installed from it before: that is an update. `forGood`: it is there after a restart, too. */
export function createInstall(marionette: Marionette, extension: string, forGood: boolean) {
  const folder = path.resolve(extension);
  const packed = `${folder}.xpi`;
  return async (): Promise<void> => {
    if (forGood) await marionette.inChrome(() => marionette.script(pack, [folder, packed]));
    await marionette.value('Addon:Install', { path: forGood ? packed : folder, temporary: !forGood });
  };
}

export function isInstalled(marionette: Marionette, addonId: string): Promise<boolean> {
  return marionette.inChrome(() => marionette.script<boolean>('return WebExtensionPolicy.getByID(arguments[0]) !== null', [addonId]));
}
