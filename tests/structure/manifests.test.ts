import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { outputOf, type Target } from '../../scripts/lib/builds.ts';

type Manifest = Record<string, unknown> & { permissions: string[] };
const manifestOf = (target: Target) => JSON.parse(readFileSync(path.join(outputOf(target), 'manifest.json'), 'utf8')) as Manifest;
const [chrome, edge, firefox] = [manifestOf('chrome'), manifestOf('edge'), manifestOf('firefox')];
const command = { suggested_key: { default: 'Alt+Shift+K' }, description: 'Open Countersign beside the ticket' };

/** Everything that Firefox's manifest has other than Chrome's, and why. */
const differences = {
  // Firefox has no service workers for extensions.
  background: [{ service_worker: 'background.js' }, { scripts: ['background.js'] }],
  // Firefox needs an id, and asks what is collected.
  browser_specific_settings: [undefined, expect.objectContaining({ gecko: expect.objectContaining({ id: expect.any(String), strict_min_version: '140.0' }) })],
  // The shortcut opens what the toolbar button opens; each browser has its own name for that.
  commands: [{ _execute_action: command }, { _execute_sidebar_action: command }],
  // The first with promises and the side panel's API that we call.
  minimum_chrome_version: ['126', undefined],
  // Firefox's sidebar needs no permission.
  permissions: [expect.arrayContaining(['sidePanel']), expect.not.arrayContaining(['sidePanel'])],
  side_panel: [{ default_path: 'sidepanel.html' }, undefined],
  sidebar_action: [undefined, { default_panel: 'sidepanel.html', default_title: 'Countersign', open_at_install: false }],
  // In Chrome the pod's frame has an address of its own for each session; Firefox draws its whole origin by lot at installation.
  web_accessible_resources: [[{ resources: ['pod.html'], matches: ['https://*/*'], use_dynamic_url: true }], [{ resources: ['pod.html'], matches: ['https://*/*'] }]],
};

function differing(one: Manifest, other: Manifest): string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key])).toSorted();
}

test('Edge’s build is Chrome’s, byte for byte, manifest included: what is seen in Chromium is what Edge gets', () => {
  const filesOf = (target: Target) => readdirSync(outputOf(target), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const contents = (target: Target) => Object.fromEntries(filesOf(target).map(({ parentPath, name }) => [path.relative(outputOf(target), path.join(parentPath, name)), readFileSync(path.join(parentPath, name)).toString('base64')]));
  expect(Object.keys(contents('edge')).toSorted()).toEqual(Object.keys(contents('chrome')).toSorted());
  expect(Object.entries(contents('edge')).filter(([name, bytes]) => contents('chrome')[name] !== bytes).map(([name]) => name)).toEqual([]);
});

test('Firefox’s manifest differs from Chrome’s where the browsers do, and nowhere else', () => {
  expect(differing(chrome, firefox)).toEqual(Object.keys(differences));
  for (const [key, [inChrome, inFirefox]] of Object.entries(differences)) {
    expect(chrome[key], `${key} in Chrome`).toEqual(inChrome);
    expect(firefox[key], `${key} in Firefox`).toEqual(inFirefox);
  }
  expect(chrome.permissions.filter((name) => !firefox.permissions.includes(name))).toEqual(['sidePanel']);
  expect(firefox.permissions.filter((name) => !chrome.permissions.includes(name))).toEqual([]);
});

/** What may stand in Edge's manifest here. `update_url` and `key` are for extensions outside its store. */
const edgeKeys = ['action', 'background', 'commands', 'content_scripts', 'content_security_policy', 'description', 'host_permissions', 'icons', 'manifest_version', 'minimum_chrome_version', 'name', 'optional_host_permissions', 'optional_permissions', 'options_ui', 'permissions', 'side_panel', 'version', 'web_accessible_resources'];

test('Edge’s store meets no key it refuses or another browser’s: no update address, no key, no add-on id', () => {
  expect(Object.keys(edge).filter((key) => !edgeKeys.includes(key))).toEqual([]);
  expect(String(edge['name']).length).toBeLessThanOrEqual(45);
  expect(String(edge['description']).length).toBeLessThanOrEqual(132);
  expect(edge['version']).toMatch(/^\d+(\.\d+){0,3}$/);
});
