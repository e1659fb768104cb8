import { expect, test } from 'vitest';
import { shortcutSettings } from '../../../utils/panel/use-shortcut';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'chrome://extensions/shortcuts'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0', 'edge://extensions/shortcuts'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'about:addons, the gear, Manage Extension Shortcuts'],
])('%s changes the keys at %s', (userAgent, settings) => {
  expect(shortcutSettings(userAgent)).toBe(settings);
});
