import type { ChildProcess } from 'node:child_process';

/** The next message of a child process; undefined when it ended instead. Rejects after `patienceMs`. */
export function nextWord(child: ChildProcess, patienceMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      child.off('message', hear).off('exit', end);
      settle();
    };
    const hear = (word: unknown) => finish(() => resolve(word));
    const end = () => finish(() => resolve(undefined));
    const timer = setTimeout(() => finish(() => reject(new Error(`A process said nothing for ${patienceMs / 1000} s.`))), patienceMs);
    child.once('message', hear).once('exit', end);
  });
}
