import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentScriptProblems, outputOf, targets } from '../../scripts/lib/builds.ts';

type Manifest = {
  manifest_version: number;
  permissions: string[];
  host_permissions: string[];
  optional_host_permissions: string[];
  content_scripts: { matches: string[]; all_frames?: boolean }[];
  web_accessible_resources: { resources: string[]; matches: string[]; use_dynamic_url?: boolean }[];
};
const cloud = ['https://*.connectwisedev.com/*', 'https://*.myconnectwise.net/*'];

describe.each(targets)('the build for %s', (target) => {
  const manifest = () => JSON.parse(readFileSync(path.join(outputOf(target), 'manifest.json'), 'utf8')) as Manifest;

  test('has a small content script without the libraries of the other contexts', () => {
    expect(contentScriptProblems(target)).toEqual([]);
  });

  test('is manifest version 3', () => {
    expect(manifest().manifest_version).toBe(3);
  });

  test('asks for ConnectWise’s cloud hosts and nothing wider', () => {
    expect(manifest().host_permissions.toSorted()).toEqual(cloud);
    expect(manifest().content_scripts.map(({ matches, all_frames }) => [matches.toSorted(), all_frames ?? false])).toEqual([[cloud, false]]);
  });

  test('may ask for servers of one’s own later, without plain http', () => {
    expect(manifest().optional_host_permissions).toEqual(['https://*/*']);
  });

  test('asks for the permissions it uses and no others', () => {
    expect(manifest().permissions.toSorted()).toEqual(target === 'firefox' ? ['alarms', 'scripting', 'storage'] : ['alarms', 'scripting', 'sidePanel', 'storage']);
  });

  test('lets pages frame the pod and nothing else, and only at an address that no page knows', () => {
    const matches = ['https://*/*'];
    const unguessable = target === 'firefox' ? {} : { use_dynamic_url: true }; // Firefox makes the address of every copy a random one
    expect(manifest().web_accessible_resources).toEqual([{ resources: ['pod.html'], matches, ...unguessable }]);
  });
});
