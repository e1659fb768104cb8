#!/usr/bin/env node
// Starts a TypeScript program on the project's own Node 24: node scripts/bootstrap.mjs scripts/test.ts [arguments]
// Has no dependencies and runs on Node 20, because it is what installs the dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const modules = inRoot('node_modules');
const binFolder = path.join(modules, '.bin');
const stampFile = path.join(modules, '.countersign-stamp');
const lockFolder = inRoot('.cache', 'install.lock');
const projectNode = path.join(binFolder, process.platform === 'win32' ? 'node.cmd' : 'node');
const wantedMajor = 'v24.';
const installMs = 10 * 60_000;
const waitForOtherMs = 12 * 60_000;
// Programs compiled once start faster and hold less memory: Node keeps no compiler for TypeScript around.
const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? inRoot('.cache', 'compiled') };
const environment = { ...process.env, ...compiled, PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}` };

const say = (text) => process.stderr.write(`[countersign] ${text}\n`);

class SetupError extends Error {}

function run(command, args, timeout, env = process.env, cwd = root) {
  const result = spawnSync(command, args, { cwd, env, timeout, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.error?.code === 'ETIMEDOUT') throw new SetupError(`${command} ${args.join(' ')} took longer than ${timeout / 1000} s.`);
  return result.status === 0;
}

const lockfileHash = () => createHash('sha256').update(fs.readFileSync(inRoot('package-lock.json'))).digest('hex');

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** npm leaves its own record of what it installed; it tells whether an unstamped folder fits the lockfile. */
function matchesLockfile() {
  const installed = readText(path.join(modules, '.package-lock.json'));
  if (!installed) return false;
  const have = JSON.parse(installed).packages;
  const want = JSON.parse(fs.readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const wrong = Object.entries(want).filter(([name, entry]) => name !== '' && !entry.optional && !entry.devOptional && have[name]?.version !== entry.version);
  return wrong.length === 0 && Object.entries(have).every(([name, entry]) => want[name]?.version === entry.version);
}

function isInstalled() {
  const stamp = readText(stampFile);
  if (stamp === undefined && !matchesLockfile()) return false;
  if (stamp !== undefined && stamp !== lockfileHash()) return false;
  return projectNodeVersion().startsWith(wantedMajor);
}

function projectNodeVersion() {
  const result = spawnSync(projectNode, ['--version'], { encoding: 'utf8', timeout: 20_000, shell: process.platform === 'win32' });
  return result.status === 0 ? result.stdout.trim() : 'missing';
}

function install() {
  say('Installing the dependencies: npm ci');
  if (!run('npm', ['ci', '--engine-strict=false', '--include=dev', '--loglevel=error'], installMs)) throw new SetupError('npm ci failed, see above. After mending it run the same command again.');
  if (!projectNodeVersion().startsWith(wantedMajor)) fetchNode();
  if (!projectNodeVersion().startsWith(wantedMajor)) {
    throw new SetupError(
      `node_modules/.bin/node is "${projectNodeVersion()}", but Node 24 is needed. The npm package "node" fetches it in its install script:\n` +
        '  npm rebuild node --ignore-scripts=false\nor install Node 24 yourself and start this again with it first on PATH.',
    );
  }
  fs.writeFileSync(stampFile, lockfileHash());
}

/** The package "node" brings its binary in an install script, which npm may have been told not to run. */
function fetchNode() {
  say('Fetching Node 24 (the install script of the npm package "node")');
  run(process.execPath, ['installArchSpecificPackage.js'], installMs, process.env, path.join(modules, 'node'));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function takeLock() {
  fs.mkdirSync(path.dirname(lockFolder), { recursive: true });
  try {
    fs.mkdirSync(lockFolder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
  fs.writeFileSync(path.join(lockFolder, 'pid'), String(process.pid));
  return true;
}

/** A lock whose owner died is removed; one without an owner's number gets ten seconds to write it. */
function dropStaleLock() {
  const pid = Number(readText(path.join(lockFolder, 'pid')));
  const age = Date.now() - (fs.statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (pid ? !isAlive(pid) : age > 10_000) fs.rmSync(lockFolder, { recursive: true, force: true });
}

async function withLock(work) {
  const giveUpAt = Date.now() + waitForOtherMs;
  let told = false;
  while (!takeLock()) {
    if (Date.now() > giveUpAt) throw new SetupError(`Another installation has held ${lockFolder} for too long. If none is running, delete that folder.`);
    if (!told) say('Another start is installing; waiting for it.');
    told = true;
    dropStaleLock();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    work();
  } finally {
    fs.rmSync(lockFolder, { recursive: true, force: true });
  }
}

const isPrepared = () => fs.existsSync(inRoot('.wxt', 'tsconfig.json')) || !fs.existsSync(inRoot('wxt.config.ts'));

function prepare() {
  say('Generating the extension\'s types: wxt prepare');
  if (!run('wxt', ['prepare'], 120_000, environment)) throw new SetupError('wxt prepare failed, see above.');
}

async function ensureReady() {
  if (isInstalled() && isPrepared()) return;
  await withLock(() => {
    if (!isInstalled()) install();
    if (!isPrepared()) prepare();
  });
}

function start([file, ...args]) {
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', file, ...args], { env: environment, stdio: 'inherit', shell: process.platform === 'win32' });
  // A terminal sends Ctrl-C to the child by itself; twice would cut its tidy end short.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    say(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

try {
  if (process.argv.length < 3) throw new SetupError('Usage: node scripts/bootstrap.mjs FILE.ts [arguments]');
  await ensureReady();
  start(process.argv.slice(2));
} catch (error) {
  say(error instanceof SetupError ? error.message : (error.stack ?? String(error)));
  process.exit(1);
}
