import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentScriptProblems, outputOf, targets } from '../../scripts/lib/builds.ts';

type Manifest = { manifest_version: number; permissions: string[]; host_permissions: string[]; web_accessible_resources: { resources: string[] }[] };

describe.each(targets)('the build for %s', (target) => {
  const manifest = () => JSON.parse(readFileSync(path.join(outputOf(target), 'manifest.json'), 'utf8')) as Manifest;

  test('has a small content script without the libraries of the other contexts', () => {
    expect(contentScriptProblems(target)).toEqual([]);
  });

  test('is manifest version 3', () => {
    expect(manifest().manifest_version).toBe(3);
  });

  test('asks for ConnectWise’s cloud hosts and nothing wider', () => {
    expect(manifest().host_permissions.toSorted()).toEqual(['https://*.connectwisedev.com/*', 'https://*.myconnectwise.net/*']);
  });

  test('asks for the permissions it uses and no others', () => {
    expect(manifest().permissions.toSorted()).toEqual(target === 'firefox' ? ['alarms', 'storage'] : ['alarms', 'sidePanel', 'storage']);
  });

  test('lets pages frame the pod and nothing else', () => {
    expect(manifest().web_accessible_resources.flatMap(({ resources }) => resources)).toEqual(['pod.html']);
  });
});
