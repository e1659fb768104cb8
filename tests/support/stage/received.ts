import type { Backstage } from './stage.ts';
import type { MethodWord } from './technician.ts';

/** The code in the newest message of one kind that the sinks caught and that nobody has asked for yet. Waits 10 s at the most. */
export async function receivedCode(stage: Backstage, method: MethodWord): Promise<string> {
  const messages = method === 'SMS' ? stage.texts.messages : stage.mail.messages;
  const seen = taken.get(messages) ?? 0;
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 25))) {
    if (messages.length <= seen) continue;
    taken.set(messages, messages.length);
    const code = messages.at(-1)?.code;
    if (!code) throw new Error(`the newest message by ${method} holds no code`);
    return code;
  }
  throw new Error(`no message came by ${method}`);
}

const taken = new WeakMap<object, number>();
