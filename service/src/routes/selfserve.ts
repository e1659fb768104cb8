import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { Refused } from '../http/refused.ts';
import type { Log } from '../lib/log.ts';

/** Answers a request for `path`, the part behind `/p/`; throws `not_found`. */
export type Selfserve = (path: string, request: Request) => Response;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** Own files only, and no inline script: a name that somebody wrote can never become a program. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const always = { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Opener-Policy': 'same-origin' };

type File = { body: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

/**
 * The phone app from `folder`, read once: what is not in it then does not exist, whatever a path looks like. Where there is
 * no build, every path is refused.
 */
export function createSelfserve(folder: string, log: Log): Selfserve {
  const files = readFiles(folder);
  if (!files.has('index.html')) log.warn({ folder }, 'the phone app is not built: run npm run build');
  return (path, request) => {
    const file = files.get(path === '' ? 'index.html' : path);
    if (!file) throw new Refused({ code: 'not_found' });
    const isKnown = request.headers.get('If-None-Match') === file.headers['ETag'];
    return new Response(isKnown ? null : file.body, { status: isKnown ? 304 : 200, headers: file.headers });
  };
}

function readFiles(folder: string): Map<string, File> {
  const found = new Map<string, File>();
  for (const name of listFiles(folder)) {
    const type = types[extname(name)];
    if (type) found.set(name.split(sep).join('/'), readOne(join(folder, name), name, type));
  }
  return found;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

/** Names under `assets` carry a hash of what is in them; all others stay what they are called and change. */
function readOne(file: string, name: string, type: string): File {
  const body = new Uint8Array(readFileSync(file));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const cache = name.startsWith(`assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { body, headers: { ...always, 'Content-Type': type, 'Cache-Control': cache, ETag: etag } };
}
