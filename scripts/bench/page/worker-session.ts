import type { BrowserContext } from 'playwright';
import { poll } from '../../../tests/support/browsers/poll.ts';

type Answer = { id?: number; result?: unknown; error?: { message: string } };
export type WorkerSession = { send(method: string): Promise<unknown> };

/** A line to the extension's background worker, which Playwright has for pages only. As long as it is held the worker is not put to sleep. */
export async function attachToWorker(context: BrowserContext, extensionId: string): Promise<WorkerSession> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { targetId } = await poll('the background worker', async () => {
    const { targetInfos } = await session.send('Target.getTargets');
    return targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let lastId = 0;
  return {
    async send(method) {
      const id = (lastId += 1);
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
      const { result, error } = await answered;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result;
    },
  };
}
