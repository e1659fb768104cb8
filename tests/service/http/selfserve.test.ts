import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';

const outside = mkdtempSync(join(tmpdir(), 'countersign-app-'));
const folder = join(outside, 'built');
let service: TestService;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outside, 'secret.js'), 'outside');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>page');
  writeFileSync(join(folder, 'sw.js'), 'worker');
  writeFileSync(join(folder, 'notes.txt'), 'no type for it');
  writeFileSync(join(folder, 'assets', 'index-abcdefgh.js'), 'script');
  service = await startTestService({ env: { COUNTERSIGN_SELFSERVE: folder } });
});
afterAll(async () => {
  await service.stop();
  rmSync(outside, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(service.origin + path, { redirect: 'manual', ...init });

describe('the phone app', () => {
  test('is at /p/, and /p leads there', async () => {
    const page = await get('/p/');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html>page']);
    const other = await get('/p');
    expect([other.status, other.headers.get('location')]).toEqual([308, '/p/']);
  });

  test.each(['/p/', '/p/sw.js', '/p/assets/index-abcdefgh.js'])('%s runs own scripts only, sends no referrer, and cannot be framed', async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) expect(policy).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect([headers.get('referrer-policy'), headers.get('x-content-type-options')]).toEqual(['no-referrer', 'nosniff']);
  });

  test('page and worker are asked for anew, hashed files are kept for ever', async () => {
    const cache = async (path: string) => (await get(path)).headers.get('cache-control');
    expect([await cache('/p/'), await cache('/p/sw.js'), await cache('/p/assets/index-abcdefgh.js')]).toEqual(['no-cache', 'no-cache', 'public, max-age=31536000, immutable']);
  });

  test('what a browser has already is not sent again', async () => {
    const etag = (await get('/p/')).headers.get('etag') ?? '';
    const again = await get('/p/', { headers: { 'If-None-Match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test.each(['/p/nothing', '/p/notes.txt', '/p/assets', '/p/assets/', '/p/..%2fsecret.js', '/p/%2e%2e/secret.js', '/p/..%5csecret.js', '/p/assets/../../secret.js', '/p//index.html', '/p/constructor', '/p/%00'])('%s is not there', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  test('takes nothing', async () => {
    expect((await get('/p/', { method: 'POST', body: 'x' })).status).toBe(404);
  });
});

test('a service without the built app says what to run, and answers 404', async () => {
  const bare = await startTestService({ env: { COUNTERSIGN_SELFSERVE: join(outside, 'missing') } });
  try {
    expect((await fetch(`${bare.origin}/p/`)).status).toBe(404);
    expect(bare.logLines.join('')).toContain('npm run build');
  } finally {
    await bare.stop();
  }
});
