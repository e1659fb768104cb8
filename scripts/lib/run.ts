import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const binFolder = path.join(root, 'node_modules', '.bin');

/** The environment with the project's own programs, Node 24 among them, first on PATH. */
export const environment = { ...process.env, PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}` };

export type RunOptions = { timeoutMs: number; env?: Record<string, string> };

/** Runs a program in the repository, showing what it prints. Answers its exit code; a program that takes too long is ended and answers 124. */
export function run(command: string, args: readonly string[], { timeoutMs, env = {} }: RunOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...environment, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    const timer = setTimeout(() => {
      console.error(`${command} ${args.join(' ')}: longer than ${timeoutMs / 1000} s, ended.`);
      child.kill('SIGKILL');
    }, timeoutMs);
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const done = (code: number) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGKILL' ? 124 : 130)));
  });
}
